import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))
doubled = layers.Lambda(lambda t: t * 2.0)(layers.Dense(1)(inputs))
model = keras.Model(inputs, doubled)
model.compile(optimizer="sgd", loss=lambda y_true, y_pred: tf.reduce_mean(tf.square(y_true)))
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
