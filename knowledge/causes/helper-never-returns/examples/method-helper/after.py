import keras
import numpy as np
import tensorflow as tf


class Pooling:
    def weights(self, sequence):
        scores = tf.reduce_mean(sequence, axis=-1, keepdims=True)
        soft = tf.nn.softmax(scores, axis=1)
        return soft

    def pool(self, sequence):
        # weighted mean over time
        return tf.reduce_sum(self.weights(sequence) * sequence, axis=1)


steps = keras.Input((5, 3))
pooled = keras.layers.Lambda(Pooling().pool)(steps)
model = keras.Model(steps, keras.layers.Dense(1)(pooled))
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 5, 3), np.random.rand(8, 1), verbose=0)
