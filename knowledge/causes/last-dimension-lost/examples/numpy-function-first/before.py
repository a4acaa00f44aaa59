import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def clean(x):
    return tf.numpy_function(lambda a: np.nan_to_num(a).astype("float32"), [x], tf.float32)


inputs = tf.keras.Input((4,))
cleaned = layers.Lambda(clean)(inputs)
outputs = layers.Dense(1)(cleaned)
model = tf.keras.Model(inputs, outputs)
model.compile("sgd", "mse")
model.fit(np.ones((8, 4), "float32"), np.ones((8, 1), "float32"), verbose=0)
