import keras
import numpy as np
import tensorflow as tf


class Builder:
    def __init__(self, units):
        self.units = units

    def block(self, x):
        skip = x
        x = keras.layers.Dense(self.units)(x)
        x = tf.nn.leaky_relu(x, alpha=0.1)
        return tf.concat([x, skip], axis=-1)

    def build(self):
        x = inputs = keras.Input((3,))
        for _ in range(2):
            x = self.block(x)
        return keras.Model(inputs, keras.layers.Dense(1)(x))


net = Builder(4).build()
net.compile(loss="mse", optimizer="adam")
net.fit(np.ones((5, 3)), np.ones((5, 1)), verbose=0)
