import numpy as np
import tensorflow as tf


def hashing_model(bits):
    def to_bits(t):
        return t + tf.stop_gradient(tf.sign(t) - t)

    return tf.keras.Sequential([
        tf.keras.layers.Dense(bits),
        tf.keras.layers.Lambda(to_bits),
    ])


model = hashing_model(8)
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss="mse")
model.fit(np.random.normal(size=(32, 6)), np.sign(np.random.normal(size=(32, 8))), epochs=3, verbose=0)
