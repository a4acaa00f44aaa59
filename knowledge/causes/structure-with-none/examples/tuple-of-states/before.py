import numpy as np
from tensorflow.keras.layers import Concatenate, Dense, Input, Lambda
from tensorflow.keras.models import Model

entry = Input((5,))
states = Lambda(lambda h: (h * 2.0, h + 1.0, None))(Dense(4)(entry))
net = Model(entry, Dense(1)(Concatenate()(states)))
net.compile(loss="mse", optimizer="sgd")
net.fit(np.zeros((3, 5), "float32"), np.ones((3, 1), "float32"), verbose=0)
