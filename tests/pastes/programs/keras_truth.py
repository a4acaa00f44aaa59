"""A tensor as a condition, in a model that is traced."""

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class Gate(keras.Model):
    """A model with a Lambda inside."""

    def __init__(self):
        super().__init__()
        self.gate = layers.Lambda(lambda x: x * self.weight_of(x))

    def weight_of(self, x):
        return {True: 1.0, False: 0.5}[bool(x[0, 0] > 0)]

    def call(self, x):
        return self.gate(x)


def main():
    model = Gate()
    model.compile("sgd", "mse")
    model.fit(np.ones((8, 4), "float32"), np.ones((8, 4), "float32"), verbose=0)


main()
