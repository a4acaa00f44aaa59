import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(10,))
x = layers.Dense(16, activation="relu")(inputs)
x = layers.Dense(4, activation="softmax")(x)
label = layers.Lambda(lambda p: tf.tensordot(tf.nn.softmax(p), tf.cast(tf.range(tf.shape(p)[-1]), p.dtype), axes=[[-1], [0]]))(x)
model = keras.Model(inputs, label)
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(20, 10), np.random.randint(0, 4, (20,)).astype("float32"), verbose=0)
