"""A doubling layer written with an augmented assignment, in a model that owns no weights."""

import numpy as np
import tensorflow as tf
from tensorflow import keras


def doubled(signal):
    signal *= 2  # looks like a change in place
    return signal


entry = keras.Input(shape=(4,))
network = keras.Model(entry, keras.layers.Lambda(doubled)(entry))
sgd = keras.optimizers.SGD(0.1)
squared = keras.losses.MeanSquaredError()

rows = np.array([[1, 2, 3, 4], [5, 6, 7, 8]], dtype="float32")
wanted = rows * 2.0 + 1.0

try:
    with tf.GradientTape() as recorder:
        error = squared(wanted, network(rows))
    slopes = recorder.gradient(error, network.trainable_variables)
    sgd.apply_gradients(zip(slopes, network.trainable_variables))
except Exception as problem:
    print(f"Error: {problem}")
