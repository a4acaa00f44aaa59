import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model

x = Input(shape=(8,))
h = Dense(6, activation="relu")(x)
z_mean = Dense(2)(h)
z_log_var = Dense(2)(h)


def sampling(args):
    mean, log_var = args
    return mean + tf.exp(0.5 * log_var) * tf.random.normal(tf.shape(mean))


z = Lambda(sampling)([z_mean, z_log_var])
decoded = Dense(8, activation="sigmoid")(z)
vae = Model(x, decoded)


def vae_loss(y_true, y_pred):
    reconstruction = tf.reduce_mean(tf.square(y_true - y_pred), axis=-1)
    kl = -0.5 * tf.reduce_mean(1 + z_log_var - tf.square(z_mean) - tf.exp(z_log_var), axis=-1)
    return reconstruction + kl


vae.compile(optimizer="adam", loss=vae_loss)
data = np.random.rand(16, 8).astype("float32")
vae.fit(data, data, verbose=0)
