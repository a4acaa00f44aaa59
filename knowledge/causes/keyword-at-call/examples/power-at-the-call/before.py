import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))
raised = layers.Lambda(lambda x, power: x**power)(inputs, power=3)
model = keras.Model(inputs, layers.Dense(1)(raised))
model.compile("adam", "mse")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
