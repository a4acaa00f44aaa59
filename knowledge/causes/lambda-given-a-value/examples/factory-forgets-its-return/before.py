import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Dense, Lambda


def make_scaler(factor):
    # the function that the layer runs
    def scale(x):
        return x * factor


scale_by_two = make_scaler(2.0)
inputs = Input(shape=(4,))
scaled = Lambda(scale_by_two, name="scaled")(inputs)
model = Model(inputs, Dense(1)(scaled))
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
