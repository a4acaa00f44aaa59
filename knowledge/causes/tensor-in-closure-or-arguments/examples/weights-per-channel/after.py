import numpy as np
import tensorflow as tf
from tensorflow import keras


def weighted(channels):
    importance = tf.constant(np.linspace(1.0, 2.0, channels), dtype=tf.float32)
    return lambda features: features * importance


inputs = keras.Input(shape=(4,))


@keras.utils.register_keras_serializable()
class FunctionLayer(keras.layers.Layer):
    def __init__(self, importance, **kwargs):
        super().__init__(**kwargs)
        self.importance = np.asarray(importance)

    def call(self, features):
        return features * self.importance

    def get_config(self):
        return {**super().get_config(), "importance": self.importance.tolist()}


outputs = keras.layers.Dense(1)(FunctionLayer(importance=tf.constant(np.linspace(1.0, 2.0, 4), dtype=tf.float32))(inputs))
model = keras.Model(inputs, outputs)
model.save("weighted.keras")
restored = keras.models.load_model("weighted.keras", safe_mode=False)
print(restored.predict(np.ones((2, 4)), verbose=0))
