import keras
import numpy as np
import tensorflow as tf


class Pooling:
    def __init__(self, mode):
        self.mode = mode

    def __call__(self, sequence):
        return keras.layers.Lambda(self.pool)(sequence)

    def pool(self, sequence):
        if self.mode == "mean":
            return tf.reduce_mean(sequence, axis=-1, keepdims=True)
        elif self.mode == "max":
            return tf.reduce_max(sequence, axis=-1, keepdims=True)
        return sequence
        # todo: attention


frames = keras.Input((10, 4))
pooled = Pooling("sum")(frames)
flat = keras.layers.Flatten()(pooled)
model = keras.Model(frames, keras.layers.Dense(2)(flat))
model.compile("adam", "mse")
model.fit(np.random.rand(6, 10, 4), np.random.rand(6, 2), verbose=0)
