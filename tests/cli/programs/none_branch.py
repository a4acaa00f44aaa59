"""A reading gate: keeps the batch when its total is positive, and forgets what to give otherwise."""

import numpy as np
import tensorflow as tf
from tensorflow import keras


def keep_positive(readings):
    if tf.reduce_sum(readings) > 0:
        return readings * 3.0  # amplify
    else:
        return None


sensors = keras.Input(shape=(5,), name="sensors")
gated = keras.layers.Lambda(keep_positive, name="gate")(sensors)
network = keras.Model(sensors, gated)
adam = keras.optimizers.Adam(0.05)
squared = keras.losses.MeanSquaredError()

batch = np.arange(10, dtype="float32").reshape(2, 5) - 4.0
wanted = np.ones((2, 5), dtype="float32")

try:
    with tf.GradientTape() as recorder:
        error = squared(wanted, network(batch))
    slopes = recorder.gradient(error, network.trainable_variables)
    adam.apply_gradients(zip(slopes, network.trainable_variables))
    print("step done")
except Exception as problem:
    print(f"Error: {problem}")
