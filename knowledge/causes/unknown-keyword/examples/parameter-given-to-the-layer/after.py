import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input((4,))
scaled = layers.Lambda(lambda x, factor: x * factor, arguments={"factor": 3.0})(inputs)
model = keras.Model(inputs, layers.Dense(1)(scaled))
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
