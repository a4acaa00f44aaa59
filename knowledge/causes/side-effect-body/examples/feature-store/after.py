import keras
import numpy as np

features = {}


def build():
    def tap(t):
        features.update(last=t)
        return t

    x = keras.Input((4,))
    h = keras.layers.Dense(4, name="embed")(x)
    h = keras.layers.Lambda(tap)(h)
    return keras.Model(x, keras.layers.Dense(1)(h))


model = build()
model.compile("sgd", "mse")
model.fit(np.ones((6, 4)), np.ones((6, 1)), verbose=0)
