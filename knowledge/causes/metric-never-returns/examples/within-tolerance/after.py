import numpy as np
import tensorflow as tf
from tensorflow import keras


def within_tolerance(y_true, y_pred):
    hit = tf.cast(tf.abs(y_true - y_pred) < 0.1, tf.float32)
    share = tf.reduce_mean(hit)
    return share


model = keras.Sequential([
    keras.layers.Dense(4),
    keras.layers.Lambda(lambda t: tf.nn.relu(t)),
    keras.layers.Dense(1),
])
model.compile("adam", loss="mse", metrics=["mae", within_tolerance])
model.fit(np.random.rand(16, 2).astype("float32"), np.random.rand(16, 1).astype("float32"), verbose=0)
