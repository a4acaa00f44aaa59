import numpy as np
import tensorflow as tf


def standardise(x):
    mean = tf.reduce_mean(x, axis=1, keepdims=True)
    std = tf.sqrt(tf.math.reduce_variance(x, axis=1, keepdims=True) + 1e-7)
    return (x - mean) / std


model = tf.keras.Sequential([
    tf.keras.layers.Lambda(standardise, name="standardise"),
    tf.keras.layers.Dense(3, activation="tanh"),
    tf.keras.layers.Dense(1),
])
model.compile(loss="mse", optimizer="sgd")
signals = np.random.normal(size=(8, 20)).astype("float32")
signals[5] = 1.0  # a sensor that was switched off
model.fit(signals, np.arange(8.0).reshape(-1, 1), epochs=1, verbose=0)
