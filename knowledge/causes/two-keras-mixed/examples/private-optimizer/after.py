import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.optimizers import Adam


def centre(x):
    return x - tf.reduce_mean(x, axis=1, keepdims=True)


model = tf.keras.Sequential([Dense(4), Lambda(centre), Dense(1)])
model.compile(optimizer=Adam(0.01), loss="mse")
model.fit(np.random.rand(8, 3), np.random.rand(8, 1), verbose=0)
