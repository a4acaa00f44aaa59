import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def euclidean_distance(vectors):
    left, right = vectors
    sum_square = tf.reduce_sum(tf.square(left - right), axis=1, keepdims=True)
    return tf.sqrt(sum_square + 1e-12)


a, b = keras.Input((6,)), keras.Input((6,))
encoder = keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(3)])
distance = layers.Lambda(euclidean_distance)([encoder(a), encoder(b)])
same = layers.Dense(1, activation="sigmoid")(distance)
model = keras.Model([a, b], same)
model.compile(optimizer="adam", loss="binary_crossentropy")

x = np.random.rand(16, 6).astype("float32")
pairs = np.concatenate([x[:8], np.random.rand(8, 6).astype("float32")])  # the first eight are pairs of twins
model.fit([x, pairs], np.repeat([1.0, 0.0], 8).astype("float32"), epochs=2, verbose=0)
