import keras
import numpy as np
from keras import layers
import tensorflow as tf

inputs = keras.Input(shape=(5,))
h = layers.Dense(5)(inputs)
h = layers.Lambda(lambda t: tf.maximum(t, 0.0))(h)  # my own relu
outputs = layers.Dense(2)(h)
model = keras.Model(inputs, outputs)
model.compile(loss="mse", optimizer="adam")
model.fit(np.ones((8, 5)), np.ones((8, 2)), verbose=0)
