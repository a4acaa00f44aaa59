import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

inputs = tf.keras.Input(shape=(4,))
doubled = layers.Lambda(lambda x: tf.concat([x, x], -1))(inputs)
outputs = layers.Dense(1)(doubled)
model = tf.keras.Model(inputs, outputs)
model.compile("sgd", "mse")
model.fit(np.ones((8, 4), "float32"), np.ones((8, 1), "float32"), verbose=0)
