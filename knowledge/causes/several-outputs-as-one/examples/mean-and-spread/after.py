import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Dense, Lambda


def statistics(series):
    mean = tf.reduce_mean(series, axis=1)
    spread = tf.math.reduce_std(series, axis=1)
    return tf.concat([mean, spread], axis=-1)


series = Input((6, 3))
features = Lambda(statistics)(series)
model = Model(series, Dense(1)(features))
model.compile("adam", "mse")
model.fit(np.random.rand(4, 6, 3), np.random.rand(4, 1), verbose=0)
