import numpy as np
from tensorflow import keras
from tensorflow.keras import optimizers as opt

inputs = keras.Input((3,))
hidden = keras.layers.Dense(4)(inputs)
halved = keras.layers.Lambda(lambda t: t / 2.0)(hidden)  # halve
model = keras.Model(inputs, keras.layers.Dense(1)(halved))
model.compile(optimizer=opt.get("sgd"), loss="mse")
model.fit(np.random.rand(8, 3), np.random.rand(8, 1), verbose=0)
