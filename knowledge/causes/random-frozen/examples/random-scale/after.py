import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model

inp = Input((3,))
scaled = Lambda(lambda x: x * tf.random.uniform((), minval=0.8, maxval=1.2, dtype=x.dtype))(inp)
model = Model(inp, Dense(1)(scaled))
model.compile("sgd", "mse")
model.fit(np.random.rand(8, 3), np.random.rand(8, 1), verbose=0, epochs=2)
