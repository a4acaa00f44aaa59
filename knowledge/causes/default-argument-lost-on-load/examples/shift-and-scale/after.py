from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model, load_model
import tensorflow as tf

standardise = lambda rows, shift=1.5, scale=4.0: (rows - shift) / scale


@tf.keras.utils.register_keras_serializable()
class StandardiseLayer(tf.keras.layers.Layer):
    def __init__(self, shift, scale, **kwargs):
        super().__init__(**kwargs)
        self.shift = shift
        self.scale = scale

    def call(self, rows):
        return (rows - self.shift) / self.scale

    def get_config(self):
        return {**super().get_config(), "shift": self.shift, "scale": self.scale}


def build():
    i = Input(shape=(5,))
    h = StandardiseLayer(shift=1.5, scale=4.0, name="standardise")(i)
    return Model(i, Dense(2, activation="softmax")(h))


build().save("classifier.keras")
classifier = load_model("classifier.keras", safe_mode=False)
classifier.summary()
