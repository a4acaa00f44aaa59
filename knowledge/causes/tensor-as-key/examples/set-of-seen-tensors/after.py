import numpy as np
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model

seen = set()


def mark(x):
    seen.add(x.ref())  # each tensor once
    return x * 0.5


inp = Input((3,))
model = Model(inp, Dense(1)(Lambda(mark)(inp)))
model.compile("adam", "mse")
model.fit(np.random.rand(8, 3), np.random.rand(8, 1), verbose=0)
