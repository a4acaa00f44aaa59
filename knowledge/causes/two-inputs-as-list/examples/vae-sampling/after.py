import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def sample(inputs):
    mean, log_var = inputs
    # reparameterisation trick
    noise = tf.random.normal(tf.shape(mean))
    return mean + tf.exp(0.5 * log_var) * noise


x = Input(shape=(8,))
z_mean = Dense(2)(x)
z_log_var = Dense(2)(x)
z = Lambda(sample, name="z")([z_mean, z_log_var])
vae = Model(x, Dense(8)(z))
vae.compile(optimizer="adam", loss="mse")
vae.fit(np.random.rand(10, 8), np.random.rand(10, 8), verbose=0)
