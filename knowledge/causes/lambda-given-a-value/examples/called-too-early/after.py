import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def centre(x):
    return x - 0.5


inputs = keras.Input(shape=(4,))
x = layers.Lambda(centre)(inputs)
outputs = layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(tf.random.uniform((8, 4)), tf.random.uniform((8, 1)), verbose=0)
