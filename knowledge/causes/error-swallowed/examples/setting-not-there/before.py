from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential
import numpy as np

settings = {"offset": 0.5}


def gain(x):
    try:
        return x * settings["gain"]
    except KeyError:
        pass  # the default


model = Sequential([Dense(4), Lambda(gain), Dense(1)])
model.compile(optimizer="sgd", loss="mae")
model.fit(np.random.rand(6, 3).astype("float32"), np.random.rand(6, 1).astype("float32"), verbose=0)
