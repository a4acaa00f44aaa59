import keras
import numpy as np


class Rescale(keras.layers.Layer):
    """Pixels to [0, 1]."""

    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        outputs = inputs * self.factor
        return outputs


image = keras.Input(shape=(6, 6, 1))
x = Rescale(1.0 / 255)(image)
x = keras.layers.Flatten()(x)
model = keras.Model(image, keras.layers.Dense(1)(x))
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(4, 6, 6, 1), np.random.rand(4, 1), verbose=0)
