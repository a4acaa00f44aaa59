import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def attention(sequence):
    scores = Dense(1)(sequence)  # (batch, steps, 1)
    weights = tf.nn.softmax(scores, axis=1)
    return tf.reduce_sum(weights * sequence, axis=1)


steps = Input(shape=(7, 4))
context = Lambda(attention)(steps)
model = Model(steps, Dense(1)(context))
model.compile("adam", "mse")
model.fit(np.random.rand(10, 7, 4), np.random.rand(10, 1), verbose=0)
