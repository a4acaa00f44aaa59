import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def build():
    inputs = keras.Input((5,))
    code = layers.Dense(3, activation="relu", name="code")(inputs)
    scaled = layers.Lambda(lambda t: t * 2.0)(code)
    outputs = layers.Dense(5)(scaled)
    model = keras.Model(inputs, outputs)

    def sparse_loss(y_true, y_pred):
        return tf.reduce_mean(tf.square(y_true - y_pred)) + 0.01 * tf.reduce_mean(tf.abs(code))

    model.compile("sgd", sparse_loss)
    return model


model = build()
model.fit(np.random.rand(8, 5), np.random.rand(8, 5), verbose=0)
