import numpy as np
import tensorflow as tf
from tensorflow import keras

mean = None  # filled in by the preprocessing cell
std = 1.0


def standardise(x):
    return (x - mean) / std


inputs = keras.Input((4,))
scaled = keras.layers.Lambda(standardise)(inputs)
model = keras.Model(inputs, keras.layers.Dense(1)(scaled))
model.compile("adam", "mse")
model.fit(np.random.rand(8, 4).astype("float32"), np.random.rand(8, 1).astype("float32"), verbose=0)
