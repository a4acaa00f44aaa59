import numpy as np
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential
import tensorflow as tf

model = Sequential()
model.add(Dense(8))
model.add(tf.keras.layers.Activation("relu"))  # activation
model.add(Dense(1))
model.compile(optimizer="sgd", loss="mse")
model.fit(np.random.rand(10, 3), np.random.rand(10, 1), verbose=0)
