import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.layers import Dense, Input, Lambda


def sampling(args):
    mean, log_var = args
    noise = tf.random.normal(mean.shape)  # one draw for every latent number
    return mean + tf.exp(0.5 * log_var) * noise


x = Input((8,))
h = Dense(5, activation="relu")(x)
mean = Dense(2, name="mean")(h)
log_var = Dense(2, name="log_var")(h)
z = Lambda(sampling, name="z")([mean, log_var])
vae = keras.Model(x, Dense(8, activation="sigmoid")(z))
vae.compile("adam", "mse")
vae.fit(np.random.rand(16, 8).astype("float32"), np.random.rand(16, 8).astype("float32"), verbose=0)
