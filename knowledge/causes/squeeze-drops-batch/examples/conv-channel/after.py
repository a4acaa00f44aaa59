import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

inputs = tf.keras.Input(shape=(10, 3))
scores = layers.Conv1D(1, 3, padding="same")(inputs)
flat = layers.Lambda(lambda t: tf.squeeze(t, axis=2))(scores)  # drop the channel axis
outputs = layers.Dense(2, activation="softmax")(flat)
model = tf.keras.Model(inputs, outputs)
print(model.predict(np.ones((3, 10, 3), "float32"), verbose=0).shape)
