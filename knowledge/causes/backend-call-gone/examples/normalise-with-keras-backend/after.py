import numpy as np
import keras
from keras import backend as K
import tensorflow as tf


def cosine(vectors):
    x, y = vectors
    x = tf.math.l2_normalize(x, axis=-1)
    y = tf.math.l2_normalize(y, axis=-1)
    return tf.reduce_sum(x * y, axis=-1, keepdims=True)


a = keras.Input((5,))
b = keras.Input((5,))
shared = keras.layers.Dense(5)
similarity = keras.layers.Lambda(cosine)([shared(a), shared(b)])
model = keras.Model([a, b], similarity)
model.compile("sgd", "mse")
model.fit([np.random.rand(6, 5), np.random.rand(6, 5)], np.random.rand(6, 1), verbose=0)
