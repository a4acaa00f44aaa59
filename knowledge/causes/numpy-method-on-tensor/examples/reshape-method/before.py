import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(6,))
pairs = layers.Lambda(lambda x: x.reshape((-1, 2, 3)))(inputs)
flat = layers.Flatten()(pairs)
outputs = layers.Dense(1)(flat)
model = keras.Model(inputs, outputs)
model.compile("adam", "mse")
model.fit(np.random.rand(8, 6), np.random.rand(8, 1), verbose=0)
