import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

inputs = tf.keras.Input(shape=(4,))
positive = layers.Lambda(lambda x: tf.where(x > 0, x, tf.zeros_like(x)))(inputs)  # keep what is positive
model = tf.keras.Model(inputs, positive)
print(model.predict(np.linspace(-1, 1, 8, dtype="float32").reshape(2, 4), verbose=0))
