import keras
import numpy as np


class Net:
    def make(self, size):
        x = keras.Input((size,))
        wide = keras.layers.Dense(6)(x)
        gate = keras.layers.Lambda(self.squash)(wide)
        merged = keras.layers.Concatenate()([x, gate])
        return keras.Model(x, keras.layers.Dense(1)(merged))

    def squash(self, t):
        return t / 2.0


model = Net().make(3)
model.compile(loss="mse", optimizer="adam")
model.fit(np.random.rand(4, 3), np.random.rand(4, 1), verbose=0)
