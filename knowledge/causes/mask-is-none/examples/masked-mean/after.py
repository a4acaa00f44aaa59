import numpy as np
import tensorflow as tf
from tensorflow import keras


def masked_mean(sequence, mask=None):
    """Mean over the steps that are not padding."""
    if mask is None:
        mask = tf.ones(tf.shape(sequence)[:-1], dtype=tf.bool)
    keep = tf.cast(mask, sequence.dtype)[:, :, None]
    total = tf.reduce_sum(sequence * keep, axis=1)
    return total / tf.maximum(tf.reduce_sum(keep, axis=1), 1.0)


steps = keras.Input((7, 4))
hidden = keras.layers.Dense(5, activation="relu")(steps)
pooled = keras.layers.Lambda(masked_mean)(hidden)
model = keras.Model(steps, keras.layers.Dense(1)(pooled))
model.compile("adam", "mse")
model.fit(np.random.rand(6, 7, 4).astype("float32"), np.random.rand(6, 1).astype("float32"), verbose=0)
