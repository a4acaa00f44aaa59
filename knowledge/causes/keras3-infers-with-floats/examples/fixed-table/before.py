import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, layers


class Codebook:
    def __init__(self, rows):
        self.table = tf.constant(rows, dtype=tf.float32)

    def lookup(self, ids):
        return tf.gather(self.table, ids)  # (batch, 2, 3)


book = Codebook(np.eye(3))
ids = layers.Input(shape=(2,), dtype="int32")
x = layers.Lambda(book.lookup, name="codes")(ids)
x = layers.Flatten()(x)
model = Model(ids, layers.Dense(1)(x))
model.compile("sgd", "mse")
model.fit(np.random.randint(0, 3, (6, 2)), np.random.rand(6, 1), verbose=0)
