import numpy as np
import tensorflow as tf
from tensorflow import keras


def normalise_row(row):
    spread = tf.reduce_max(row) - tf.reduce_min(row) + 1e-6
    scaled = (row - tf.reduce_min(row)) / spread
    return scaled


inputs = keras.Input((4,))
rows = keras.layers.Lambda(lambda t: tf.map_fn(normalise_row, t), output_shape=(4,))(inputs)
model = keras.Model(inputs, rows)
print(model.predict(np.random.rand(3, 4).astype("float32"), verbose=0).shape)
