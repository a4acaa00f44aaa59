import keras
import numpy as np


def distance(pair):
    a, b = pair
    gap = keras.ops.square(a - b)
    return keras.ops.sqrt(keras.ops.sum(gap, axis=-1, keepdims=True) + 1e-7)  # euclidean


a = keras.Input((3,))
b = keras.Input((3,))
shared = keras.layers.Dense(3)
out = keras.layers.Lambda(distance)([shared(a), shared(b)])
model = keras.Model([a, b], out)
model.compile("adam", "mse")
model.fit([np.random.rand(6, 3), np.random.rand(6, 3)], np.random.rand(6, 1), verbose=0)
