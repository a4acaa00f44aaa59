import numpy as np
import tensorflow as tf


class Spectrogram(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.features = tf.keras.layers.Dense(6, activation="relu")
        self.loudness = tf.keras.layers.Lambda(self.compress)
        self.head = tf.keras.layers.Dense(2)

    def compress(self, power):
        mask = power > 1e-3
        loudness = power**0.3  # as the ear does it
        return tf.where(mask, loudness, tf.zeros_like(power))

    def call(self, inputs):
        return self.head(self.loudness(self.features(inputs)))


model = Spectrogram()
model.compile(optimizer="sgd", loss="mse")
model.fit(np.random.normal(size=(16, 4)).astype("float32"), np.zeros((16, 2), "float32"), epochs=1, verbose=0)
