import keras
import numpy as np


class Probe:
    def __init__(self, tag):
        self.tag = tag

    def look(self, t):
        print(self.tag, t)
        return t


model = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(Probe("t").look), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer="sgd")
model.fit(np.random.rand(6, 2), np.random.rand(6, 1), batch_size=2, verbose=0)
