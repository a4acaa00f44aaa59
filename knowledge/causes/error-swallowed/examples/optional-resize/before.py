import numpy as np
import tensorflow as tf
from tensorflow import keras


def to_size(images, size=None):
    try:
        return tf.image.resize(images, size)
    except Exception as problem:
        print("not resized:", type(problem).__name__)


inputs = keras.Input((6, 6, 1))
small = keras.layers.Lambda(to_size)(inputs)
model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Flatten()(small)))
model.compile("adam", "mse")
model.fit(np.random.rand(4, 6, 6, 1).astype("float32"), np.zeros((4, 1), "float32"), verbose=0)
