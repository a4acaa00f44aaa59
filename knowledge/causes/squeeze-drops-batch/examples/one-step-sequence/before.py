import keras
import numpy as np
import tensorflow as tf


def drop_time(sequence):
    """A sequence of one step as plain features."""
    return tf.squeeze(sequence)


step = keras.Input((1, 6))
features = keras.layers.Lambda(drop_time, name="drop_time")(step)
model = keras.Model(step, keras.layers.Dense(1)(features))
model.compile("adam", "mse")
model.fit(np.ones((4, 1, 6), "float32"), np.ones((4, 1), "float32"), verbose=0)
