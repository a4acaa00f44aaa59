import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))
doubled = layers.Lambda(lambda x: x * 2)
outputs = layers.Dense(1)(doubled)
model = keras.Model(inputs, outputs)
model.compile("adam", "mse")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
