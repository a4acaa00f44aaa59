import tensorflow as tf
import numpy as np


class Positions:
    def encode(self, x):
        """Adds a wave to every row."""
        wave = np.sin(np.arange(6, dtype="float32"))
        return x + wave

    def model(self):
        return tf.keras.Sequential([
            tf.keras.layers.Dense(6),
            tf.keras.layers.Lambda(self.encode),
        ])


print(Positions().model()(tf.ones((2, 3))))
