import keras
import numpy as np


def head(x):
    return keras.layers.Dense(1, name="out")(x)


x = keras.Input((4,))
h = keras.layers.Lambda(lambda v: v - 1.0, name="out")(x)
model = keras.Model(x, head(h))
model.compile(loss="mse", optimizer="sgd")
model.fit(np.random.rand(4, 4), np.random.rand(4, 1), verbose=0)
