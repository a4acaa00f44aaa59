import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Dense, Lambda


def ranks(rows):
    order = np.argsort(rows, axis=-1)
    return order / rows.shape[-1]  # from 0 to 1


def in_graph(x):
    y = tf.numpy_function(ranks, [x], tf.float32)
    return tf.ensure_shape(y, x.shape)


i = Input((4,))
model = Model(i, Dense(1)(Lambda(in_graph)(i)))
print(model.predict(np.random.rand(3, 4), verbose=0))
