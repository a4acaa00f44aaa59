import keras
import numpy as np
from keras import layers

readings = keras.Input(shape=(4,))
doubled = layers.Lambda(lambda t: t * 2)(readings)
towers = [layers.Dense(2)(column) for column in doubled]
joined = layers.Concatenate()(towers)
model = keras.Model(readings, layers.Dense(1)(joined))
model.compile(loss="mse", optimizer="adam")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
