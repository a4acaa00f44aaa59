import numpy as np
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class FunctionLayer(tf.keras.layers.Layer):
    def __init__(self, n, size, **kwargs):
        super().__init__(**kwargs)
        self.n = n
        self.size = size

    def call(self, s):
        return s[:, self.n * self.size : (self.n + 1) * self.size]

    def get_config(self):
        return {**super().get_config(), "n": self.n, "size": self.size}


def split(width, parts):
    signal = tf.keras.layers.Input((width,))
    size = width // parts
    pieces = [FunctionLayer(n=n, size=size) for n in range(parts)]
    return tf.keras.Model(signal, [piece(signal) for piece in pieces])


windows = split(6, 3)
print([w.numpy().tolist() for w in windows(np.arange(6.0, dtype="float32").reshape(1, 6))])
