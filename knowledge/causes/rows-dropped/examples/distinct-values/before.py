import numpy as np
import tensorflow as tf
from tensorflow import keras


class Distinct:
    def values(self, tokens):
        flat = tf.reshape(tokens, [-1])
        found, _ = tf.unique(flat)
        return found

    def build(self):
        tokens = keras.Input((5,))
        return keras.Model(tokens, keras.layers.Dense(2)(keras.layers.Lambda(self.values)(tokens)))


model = Distinct().build()
model.predict(np.ones((2, 5), "float32"), verbose=0)
