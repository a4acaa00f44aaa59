import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

left = keras.Input(shape=(6,))
right = keras.Input(shape=(6,))
tower = layers.Dense(4, activation="relu")
distance = layers.Lambda(lambda t: tf.abs(t[0] - t[1]))([tower(left), tower(right)])
same = layers.Dense(1, activation="sigmoid")(distance)
model = keras.Model([left, right], same)
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit([np.random.rand(8, 6), np.random.rand(8, 6)], np.random.randint(0, 2, (8, 1)), verbose=0)
