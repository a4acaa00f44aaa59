import numpy as np
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

activations = []


def remember(h):
    # keep the activations for the plot
    activations.append(h)
    return h


model = Sequential([Dense(6, activation="tanh"), Lambda(remember), Dense(1)])
model.compile(loss="mse", optimizer="sgd")
model.fit(np.random.rand(12, 3), np.random.rand(12, 1), epochs=1, verbose=0)
