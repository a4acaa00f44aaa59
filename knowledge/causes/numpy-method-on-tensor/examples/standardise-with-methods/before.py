import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def standardise(x):
    mean = x.mean(axis=1, keepdims=True)
    spread = x.std(axis=1, keepdims=True)
    return (x - mean) / (spread + 1e-3)  # per row


inp = Input((5,))
out = Dense(1)(Lambda(standardise)(Dense(5)(inp)))
model = Model(inp, out)
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 5), np.random.rand(8, 1), verbose=0)
