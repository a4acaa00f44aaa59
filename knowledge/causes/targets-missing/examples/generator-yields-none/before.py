import numpy as np
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential


def batches(count):
    for _ in range(count):
        yield np.random.rand(4, 5).astype("float32"), None


net = Sequential()
net.add(Dense(3))
net.add(Lambda(lambda t: t / 10.0))
net.compile(loss="mae", optimizer="sgd")
net.fit(batches(3), verbose=0)
