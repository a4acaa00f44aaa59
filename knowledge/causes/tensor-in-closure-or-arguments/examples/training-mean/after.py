import numpy as np
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model, load_model
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class CentreLayer(tf.keras.layers.Layer):
    def __init__(self, mean, **kwargs):
        super().__init__(**kwargs)
        self.mean = np.asarray(mean)

    def call(self, rows):
        return rows - self.mean

    def get_config(self):
        return {**super().get_config(), "mean": self.mean.tolist()}


def build(data):
    mean = np.array(data.mean(axis=0), dtype="float32")
    i = Input((3,))
    centred = CentreLayer(mean=mean, name="centre")(i)  # as seen in training
    return Model(i, Dense(2)(centred))


build(np.random.rand(20, 3)).save("centred.keras")
model = load_model("centred.keras", safe_mode=False)
model.summary()
