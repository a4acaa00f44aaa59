import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class ChannelGate(layers.Layer):
    """Squeeze and excite: weigh the channels by what the image shows."""

    def __init__(self, channels, **kwargs):
        super().__init__(**kwargs)
        self.pool = layers.GlobalAveragePooling2D()
        self.gate = layers.Dense(channels, activation="sigmoid")

    def call(self, inputs):
        weights = self.gate(self.pool(inputs))
        scaled = inputs * weights[:, None, None, :]  # one weight for each channel
        return scaled


image = keras.Input((8, 8, 3))
features = layers.Conv2D(4, 3)(image)
features = ChannelGate(4)(features)
features = layers.Lambda(lambda t: t / 2.0)(features)
features = layers.Flatten()(features)
model = keras.Model(image, layers.Dense(1)(features))
model.compile("adam", "mse")
model.fit(np.random.rand(16, 8, 8, 3), np.random.rand(16, 1), verbose=0)
