import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

# counts are modelled on a log scale
model = Sequential()
model.add(Dense(12, activation="relu"))
model.add(Lambda(lambda rate: tf.math.log(tf.maximum(rate, 1e-7)), name="log_rate"))
model.add(Dense(1))
model.compile(loss="mae", optimizer="rmsprop")
model.fit(np.random.normal(size=(32, 5)), np.random.poisson(2.0, size=(32, 1)), epochs=1, verbose=0)
