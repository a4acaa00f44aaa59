import logging

import numpy as np
import tensorflow as tf

log = logging.getLogger("model")


class Projection:
    def __init__(self, matrix):
        self.matrix = tf.constant(matrix, tf.float32)

    def project(self, x):
        try:
            projected = tf.matmul(x, self.matrix)
            return tf.nn.l2_normalize(projected, axis=-1)
        except Exception as error:
            log.info("projection failed: %s", error)
            return x


head = Projection(np.ones((7, 2)))
inputs = tf.keras.layers.Input((4,))
out = tf.keras.layers.Dense(1)(tf.keras.layers.Lambda(head.project)(inputs))
model = tf.keras.models.Model(inputs, out)
model.compile("adam", "mse")
model.fit(np.ones((4, 4), "float32"), np.ones((4, 1), "float32"), verbose=0)
