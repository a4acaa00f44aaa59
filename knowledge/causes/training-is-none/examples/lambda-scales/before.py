from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model
import numpy as np

start = Input((3,))
hidden = Dense(4, activation="tanh")(start)
hidden = Lambda(lambda t, training: t * (1.0 - 0.5 * training))(hidden)
net = Model(start, Dense(2)(hidden))
net.compile(loss="mae", optimizer="sgd")
net.fit(np.ones((5, 3), "float32"), np.zeros((5, 2), "float32"), epochs=1, verbose=0)
