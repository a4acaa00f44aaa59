import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model

project = Dense(3, activation="tanh")


@tf.keras.utils.register_keras_serializable()
class BothWaysLayer(tf.keras.layers.Layer):
    def __init__(self, project, **kwargs):
        super().__init__(**kwargs)
        self.project = project

    def call(self, t):
        # the same projection for the features and their mirror image
        return self.project(t) - self.project(-t)

    def get_config(self):
        return {**super().get_config(), "project": tf.keras.layers.serialize(self.project)}

    @classmethod
    def from_config(cls, config):
        config["project"] = tf.keras.layers.deserialize(config["project"])
        return cls(**config)


inp = Input(shape=(5,))
x = Dense(5)(inp)
x = BothWaysLayer(project)(x)
model = Model(inp, Dense(1)(x))
model.compile(optimizer="sgd", loss="mse")
model.fit(np.random.rand(12, 5), np.random.rand(12, 1), verbose=0)
