import keras
import numpy as np
import tensorflow as tf


class Embed:
    eps = 1e-9

    def unit(self, x):
        length = tf.sqrt(tf.reduce_sum(tf.square(x), 1, keep_dims=True))
        return tf.truediv(x, tf.maximum(length, self.eps)) + tf.log1p(tf.square(x))


embed = Embed()
model = keras.Sequential([keras.Input((5,)), keras.layers.Lambda(embed.unit), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.random.rand(8, 5), np.random.rand(8, 1), verbose=0)
