import numpy as np
import tensorflow as tf


def standardise(x):
    mean = tf.reduce_mean(x, axis=0, keepdims=True)
    std = tf.sqrt(tf.math.reduce_variance(x, axis=0, keepdims=True) + 1e-7)
    return (x - mean) / std


model = tf.keras.Sequential([
    tf.keras.layers.Dense(3),
    tf.keras.layers.Lambda(standardise, name="standardise"),
    tf.keras.layers.Dense(1),
])
model.compile(loss="mse", optimizer="sgd")
model.fit(np.ones((8, 4), "float32"), np.arange(8.0).reshape(-1, 1), epochs=1, verbose=0)
