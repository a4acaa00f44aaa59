import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(12, 5), name="sequence")
hidden = layers.Dense(8, activation="relu")(inputs)
pooled = tf.reduce_mean(hidden, axis=1)  # average over time
outputs = layers.Dense(1)(pooled)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(8, 12, 5), np.random.rand(8, 1), verbose=0)
