import numpy as np
import tensorflow as tf


class Scaler:
    def __init__(self):
        self.low = None
        self.high = None

    def fit(self, data):
        self.low, self.high = data.min(axis=0), data.max(axis=0)

    def apply(self, batch):
        return (batch - self.low) / (self.high - self.low)


scaler = Scaler()
model = tf.keras.Sequential([tf.keras.layers.Lambda(scaler.apply), tf.keras.layers.Dense(1)])
model.compile(optimizer="sgd", loss="mse")
model.fit(np.random.rand(6, 2).astype("float32"), np.random.rand(6, 1).astype("float32"), verbose=0)
