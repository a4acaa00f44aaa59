import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def sampling(args):
    z_mean, z_log_var = args
    epsilon = tf.random.normal(tf.shape(z_mean))
    return z_mean + tf.exp(0.5 * z_log_var) * epsilon


x = Input((8,))
z_mean = Dense(2)(x)
z_log_var = Dense(2)(x)
z = Lambda(sampling)([z_mean, z_log_var])
vae = Model(x, Dense(8)(z))
vae.compile("adam", "mse")
vae.fit(np.random.rand(8, 8), np.random.rand(8, 8), verbose=0)
