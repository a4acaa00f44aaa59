import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

scale = tf.Variable(1.0, name="scale")  # should be learned

inputs = keras.Input(shape=(4,))
h = layers.Dense(4, activation="relu")(inputs)


@keras.utils.register_keras_serializable()
class WeightedLayer(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.scale = self.add_weight(
            name="scale", shape=(), initializer=keras.initializers.Constant(1.0), trainable=True
        )
        super().build(input_shape)

    def call(self, t):
        return t * self.scale

    def get_config(self):
        return super().get_config()


h = WeightedLayer()(h)
outputs = layers.Dense(1)(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(16, 4), np.random.rand(16, 1), epochs=2, verbose=0)
