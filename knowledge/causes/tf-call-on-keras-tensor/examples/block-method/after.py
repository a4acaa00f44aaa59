import keras
import numpy as np
import tensorflow as tf


class Builder:
    def __init__(self, units):
        self.units = units

    def block(self, x):
        skip = x
        x = keras.layers.Dense(self.units)(x)
        x = keras.layers.Lambda(lambda t: tf.nn.leaky_relu(t, alpha=0.1))(x)
        return keras.layers.Lambda(lambda t: tf.concat([t[0], t[1]], axis=-1))([x, skip])

    def build(self):
        x = inputs = keras.Input((3,))
        for _ in range(2):
            x = self.block(x)
        return keras.Model(inputs, keras.layers.Dense(1)(x))


net = Builder(4).build()
net.compile(loss="mse", optimizer="adam")
net.fit(np.ones((5, 3)), np.ones((5, 1)), verbose=0)
