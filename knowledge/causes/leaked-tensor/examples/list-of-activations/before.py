import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

seen = []


def remember(x):
    seen.append(x)  # look at it later
    return x * 2


inputs = keras.Input((4,))
outputs = layers.Lambda(remember)(layers.Dense(1)(inputs))
model = keras.Model(inputs, outputs)
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
print(tf.reduce_mean(seen[-1]))
