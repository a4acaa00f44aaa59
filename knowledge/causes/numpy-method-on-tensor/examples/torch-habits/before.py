import numpy as np
import tensorflow as tf


class Head:
    def __init__(self, classes):
        self.classes = classes

    def pool(self, x):
        h = x.unsqueeze(-1)
        h = h.permute(0, 2, 1)
        return h.squeeze(1).detach() + x


head = Head(3)
model = tf.keras.Sequential()
model.add(tf.keras.layers.Dense(4, input_shape=(4,)))
model.add(tf.keras.layers.Lambda(head.pool))
model.add(tf.keras.layers.Dense(head.classes))
model.compile(loss="mse", optimizer="adam")
model.fit(np.random.rand(6, 4), np.random.rand(6, 3), verbose=0)
