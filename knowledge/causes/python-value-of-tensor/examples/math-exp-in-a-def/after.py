import math

import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential


def gaussian(distance):
    # radial basis, width 1
    return tf.exp(-distance)


model = Sequential([Dense(1, activation="softplus"), Lambda(gaussian)])
model.compile(optimizer="adam", loss="mse")
model.fit(tf.random.uniform((16, 2)), tf.random.uniform((16, 1)), verbose=0)
