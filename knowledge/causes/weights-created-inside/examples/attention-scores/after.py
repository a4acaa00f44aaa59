import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


@tf.keras.utils.register_keras_serializable()
class AttentionLayer(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = Dense(1)

    def call(self, sequence):
        scores = self.dense(sequence)  # (batch, steps, 1)
        weights = tf.nn.softmax(scores, axis=1)
        return tf.reduce_sum(weights * sequence, axis=1)

    def get_config(self):
        return super().get_config()


steps = Input(shape=(7, 4))
context = AttentionLayer()(steps)
model = Model(steps, Dense(1)(context))
model.compile("adam", "mse")
model.fit(np.random.rand(10, 7, 4), np.random.rand(10, 1), verbose=0)
