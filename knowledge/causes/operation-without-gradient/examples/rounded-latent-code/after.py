import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def quantise(z):
    # eight levels between 0 and 1
    return ((z * 7.0) + tf.stop_gradient(tf.round(z * 7.0) - (z * 7.0))) / 7.0


x = Input(shape=(12,))
z = Dense(3, activation="sigmoid", name="encoder")(x)
q = Lambda(quantise, name="quantise")(z)
y = Dense(12, name="decoder")(q)
autoencoder = Model(x, y)
autoencoder.compile(optimizer="adam", loss="mse")
data = np.random.rand(24, 12).astype("float32")
autoencoder.fit(data, data, epochs=2, verbose=0)
