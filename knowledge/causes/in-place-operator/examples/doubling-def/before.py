import numpy as np
import tensorflow as tf
from tensorflow import keras


def double(x):
    x *= 2.0
    return x


inputs = keras.Input(shape=(3,))
h = keras.layers.Dense(3)(inputs)
outputs = keras.layers.Lambda(double)(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(16, 3), np.random.rand(16, 3), verbose=0)
