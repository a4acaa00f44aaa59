import numpy as np
from tensorflow.keras import Sequential, layers


def attention(x):
    raise NotImplementedError("attention is still to be written")


model = Sequential()
model.add(layers.Dense(4))
model.add(layers.Lambda(lambda h: attention(h)))
model.compile(optimizer="sgd", loss="mse")
model.fit(np.ones((4, 2)), np.ones((4, 4)), verbose=0)
