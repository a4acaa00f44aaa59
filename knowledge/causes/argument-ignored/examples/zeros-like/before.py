import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def baseline(scores):
    # TODO: the learned part
    return tf.zeros_like(scores) + 0.5


inputs = keras.Input(shape=(7,))
scores = layers.Dense(1)(inputs)
model = keras.Model(inputs, layers.Lambda(baseline)(scores))
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(16, 7), np.random.rand(16, 1), verbose=0)
