import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

scale = tf.Variable(1.0, name="scale")  # should be learned

inputs = keras.Input(shape=(4,))
h = layers.Dense(4, activation="relu")(inputs)
h = layers.Lambda(lambda t: t * scale)(h)
outputs = layers.Dense(1)(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(16, 4), np.random.rand(16, 1), epochs=2, verbose=0)
