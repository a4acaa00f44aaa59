import keras
import numpy as np
import tensorflow as tf

last = None


def keep(t):
    global last
    last = t
    return tf.nn.relu(t)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Lambda(keep)])
model.compile(loss="mse", optimizer="sgd")
model.fit(np.random.rand(8, 4), np.random.rand(8, 3), verbose=0)
print(tf.reduce_max(last))
