import keras
import numpy as np
import tensorflow as tf
from keras import layers


def frozen(features):
    # was needed for the pretrained backbone
    return tf.stop_gradient(features)


inputs = keras.Input(shape=(4,))
h = layers.Dense(2, activation="tanh")(inputs)
model = keras.Model(inputs, layers.Lambda(frozen)(h))
model.compile(loss="mse", optimizer="sgd")
model.fit(np.random.rand(8, 4), np.random.rand(8, 2), verbose=0)
