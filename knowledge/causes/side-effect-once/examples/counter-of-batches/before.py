import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model

batches = 0


def count(x):
    global batches
    batches += 1
    return tf.identity(x)


inp = Input((3,))
model = Model(inp, Dense(1)(Lambda(count)(inp)))
model.compile("adam", "mse")
model.fit(np.random.rand(12, 3), np.random.rand(12, 1), batch_size=2, verbose=0)
