import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

cache = {}


def remembered(x):
    cache[x] = tf.nn.softmax(x)
    return cache[x]


inputs = keras.Input((4,))
model = keras.Model(inputs, layers.Dense(1)(layers.Lambda(remembered)(inputs)))
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
