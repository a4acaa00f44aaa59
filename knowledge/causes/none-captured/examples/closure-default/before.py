import numpy as np
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense, Lambda


def temperature(value=None):
    return Lambda(lambda logits: logits / value)


net = Sequential([Dense(6), temperature(), Dense(3, activation="softmax")])
net.compile(optimizer="rmsprop", loss="categorical_crossentropy")
net.fit(np.random.rand(9, 4).astype("float32"), np.eye(3)[[0, 1, 2] * 3], verbose=0)
