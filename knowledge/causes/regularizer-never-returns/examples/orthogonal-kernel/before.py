import numpy as np
import tensorflow as tf
from tensorflow import keras


def orthogonal(kernel):
    gram = tf.matmul(kernel, kernel, transpose_a=True)
    gram -= tf.eye(3)
    0.01 * tf.reduce_sum(tf.square(gram))


inputs = keras.Input((4,))
hidden = keras.layers.Dense(3, activity_regularizer=orthogonal)(inputs)
hidden = keras.layers.Lambda(lambda t: t + 1.0)(hidden)
model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 4).astype("float32"), np.random.rand(8, 1).astype("float32"), verbose=0)
