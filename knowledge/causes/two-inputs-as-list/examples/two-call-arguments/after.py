import numpy as np
import tensorflow as tf


def build():
    def weighted(inputs):
        values, weights = inputs
        return values * tf.nn.sigmoid(weights)

    a = tf.keras.Input((3,))
    b = tf.keras.Input((3,))
    gated = tf.keras.layers.Lambda(weighted)([a, b])
    return tf.keras.Model([a, b], tf.keras.layers.Dense(1)(gated))


model = build()
model.compile("sgd", "mse")
model.fit([np.random.rand(6, 3), np.random.rand(6, 3)], np.random.rand(6, 1), verbose=0)
