import numpy as np
import tensorflow as tf
from tensorflow import keras


class TwoTower(keras.Model):
    """Scores a user against an item."""

    def __init__(self, size=4):
        super().__init__()
        self.user = keras.layers.Dense(size)
        self.item = keras.layers.Dense(size)
        self.unit = keras.layers.Lambda(lambda t: tf.math.l2_normalize(t, axis=-1))

    def call(self, inputs, training=False):
        user = self.unit(self.user(inputs[:, :3]))
        item = self.unit(self.item(inputs[:, 3:]))
        score = tf.reduce_sum(user * item, axis=-1, keepdims=True)  # cosine


model = TwoTower()
model.compile(optimizer="adam", loss="mse")
data = np.random.rand(20, 6).astype("float32")
model.fit(data, np.random.rand(20, 1), batch_size=5, verbose=0)
