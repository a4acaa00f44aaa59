import numpy as np
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def build(width):
    inp = Input((width,))
    hidden = Dense(6)(inp)
    n = len(hidden)  # how many features
    scaled = Lambda(lambda x, n: x / n, arguments={"n": 6.0})(hidden)
    return Model(inp, Dense(n or 1)(scaled))


model = build(3)
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 3), np.random.rand(8, 1), verbose=0)
