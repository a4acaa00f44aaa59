import numpy as np
from tensorflow import keras
from tensorflow.keras import layers, regularizers
import tensorflow as tf


class Sparsity(regularizers.Regularizer):
    """Pulls the mean activation to a small value."""

    def __init__(self, strength):
        self.strength = strength

    def __call__(self, activation):
        level = tf.reduce_mean(tf.abs(activation))
        penalty = self.strength * level
        return penalty


code = keras.Input((6,))
hidden = layers.Dense(3, activation="relu")(code)
hidden = layers.Lambda(lambda t: t / 2.0, activity_regularizer=Sparsity(0.1))(hidden)
auto = keras.Model(code, layers.Dense(6)(hidden))
auto.compile(optimizer="adam", loss="mse")
x = np.random.rand(12, 6).astype("float32")
auto.fit(x, x, verbose=0)
