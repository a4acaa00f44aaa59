import numpy as np
import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def call(self, x):
        top = tf.reduce_max(x, axis=-1, keepdims=True)
        return tf.exp(x - top)


model = tf.keras.Sequential([tf.keras.layers.Lambda(lambda x: x * 2), Scale(), tf.keras.layers.Dense(1)])
model.compile(loss="mse", optimizer="sgd")
model.fit(np.random.rand(8, 3), np.random.rand(8, 1), verbose=0)
