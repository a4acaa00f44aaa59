import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

inputs = tf.keras.Input(shape=(28,))
rows = layers.Lambda(lambda x: tf.reshape(x, (-1, 7, 4)))(inputs)  # seven steps of four
model = tf.keras.Model(inputs, layers.LSTM(3)(rows))
print(model.predict(np.ones((10, 28), "float32"), verbose=0).shape)
