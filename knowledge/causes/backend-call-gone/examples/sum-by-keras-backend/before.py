import keras.backend as K
import numpy as np
from keras.layers import Dense, Input, Lambda
from keras.models import Model

inp = Input((4, 3))
h = Dense(3)(inp)
total = Lambda(lambda x: K.sum(x, axis=1))(h)  # sum over time
model = Model(inp, Dense(1)(total))
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(8, 4, 3), np.random.rand(8, 1), verbose=0)
