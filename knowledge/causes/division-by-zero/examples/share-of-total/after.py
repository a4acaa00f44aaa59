import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers
import tensorflow as tf

inputs = keras.Input(shape=(5,))
scores = layers.Dense(4, activation="relu", kernel_initializer="ones")(inputs)
# attention weights that add up to one
weights = layers.Lambda(lambda s: tf.math.divide_no_nan(s, K.sum(s, axis=-1, keepdims=True)))(scores)
model = keras.Model(inputs, layers.Dense(1)(weights))
model.compile(optimizer="adam", loss="mse")
x = np.random.rand(12, 5).astype("float32")
x[3] = -1.0
model.fit(x, np.random.rand(12, 1), epochs=2, verbose=0)
