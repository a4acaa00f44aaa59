import numpy as np
import tensorflow as tf


def split(width, parts):
    signal = tf.keras.layers.Input((width,))
    size = width // parts
    pieces = [tf.keras.layers.Lambda(lambda s: s[:, n * size : (n + 1) * size]) for n in range(parts)]
    return tf.keras.Model(signal, [piece(signal) for piece in pieces])


windows = split(6, 3)
print([w.numpy().tolist() for w in windows(np.arange(6.0, dtype="float32").reshape(1, 6))])
