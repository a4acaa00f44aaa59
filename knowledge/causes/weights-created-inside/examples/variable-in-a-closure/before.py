import numpy as np
import tensorflow as tf
from tensorflow import keras


def make(width):
    def shift(t):
        bias = tf.Variable(tf.zeros((width,)), trainable=True)
        return t + bias

    return keras.Sequential([keras.layers.Dense(width), keras.layers.Lambda(shift), keras.layers.Dense(1)])


net = make(3)
net.compile(loss="mse", optimizer="sgd")
net.fit(np.random.rand(9, 2), np.random.rand(9, 1), verbose=0)
