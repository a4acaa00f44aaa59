import numpy as np
import tensorflow as tf
import tensorflow.keras.optimizers as old_optimizers
from tensorflow.keras.layers import Dense, Lambda


def build(name):
    model = tf.keras.Sequential([Dense(4), Lambda(lambda x: x * 2), Dense(1)])
    model.compile(optimizer=old_optimizers.get(name), loss="mse")
    return model


build("rmsprop").fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
