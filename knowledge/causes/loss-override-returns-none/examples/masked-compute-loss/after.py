import numpy as np
import tensorflow as tf
from tensorflow import keras


class Masked(keras.Model):
    """Leaves targets below zero out of the loss."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, **kwargs):
        keep = tf.cast(y >= 0.0, y_pred.dtype)
        error = tf.square(y - y_pred) * keep
        loss = tf.reduce_sum(error) / (tf.reduce_sum(keep) + 1e-6)
        return loss


inputs = keras.Input((3,))
outputs = keras.layers.Lambda(lambda t: t * 0.5)(keras.layers.Dense(1)(inputs))
model = Masked(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(16, 3).astype("float32"), np.random.rand(16, 1).astype("float32"), verbose=0)
