import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def show(x):
    print("batch:", x)  # debug
    return x * 2


inputs = keras.Input((4,))
model = keras.Model(inputs, layers.Dense(1)(layers.Lambda(show)(inputs)))
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), batch_size=2, verbose=0)
