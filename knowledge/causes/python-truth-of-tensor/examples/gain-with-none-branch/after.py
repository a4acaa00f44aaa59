import numpy as np
import tensorflow as tf
from tensorflow import keras


def gain(signal):
    # loud batches get amplified, silent ones should not be touched
    return tf.where(tf.reduce_sum(signal) > 0, signal * 3.0, signal)


signals = np.random.normal(size=(16, 8)).astype("float32")
targets = np.random.normal(size=(16, 1)).astype("float32")

try:
    inputs = keras.Input(shape=(8,))
    hidden = keras.layers.Dense(8)(inputs)
    boosted = keras.layers.Lambda(gain, name="gain")(hidden)
    outputs = keras.layers.Dense(1)(boosted)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="mse")
    model.fit(signals, targets, epochs=1, verbose=0)
except Exception as error:
    print(f"Error: {error}")
