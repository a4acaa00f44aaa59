import numpy as np
import tensorflow as tf
from tensorflow import keras


class Gates:
    def first(self, x):
        parts = tf.split(x, 3, axis=1)
        return parts[0]


gates = Gates()
net = keras.Sequential([keras.layers.Dense(4), keras.layers.Lambda(gates.first)])
net.compile("sgd", "mse")
net.fit(np.ones((4, 2), "float32"), np.ones((4, 1), "float32"), verbose=0)
