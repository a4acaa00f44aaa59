import keras
import numpy as np
import tensorflow as tf


class Regressor:
    def add_bias(self, t):
        """Append a column of ones."""
        rows, width = t.shape
        print("features:", width)
        return tf.concat([t, tf.ones((rows, 1))], axis=1)

    def build(self):
        inputs = keras.Input(shape=(3,))
        outputs = keras.layers.Dense(1)(keras.layers.Lambda(self.add_bias)(inputs))
        return keras.Model(inputs, outputs)


model = Regressor().build()
print(model.predict(np.ones((2, 3), "float32"), verbose=0))
