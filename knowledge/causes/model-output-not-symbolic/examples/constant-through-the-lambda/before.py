import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

data = np.random.rand(8, 4).astype("float32")
inputs = keras.Input((4,))
outputs = layers.Lambda(lambda x: x * 2)(tf.constant(data))
model = keras.Model(inputs, outputs)
model.compile("sgd", "mse")
model.fit(data, data, verbose=0)
