import numpy as np
import tensorflow as tf
from tensorflow import keras

layer = keras.layers.Lambda(
    lambda x: tf.ensure_shape(tf.numpy_function(lambda a: np.asarray(np.cumsum(a, axis=1, dtype="float64"), dtype=np.float32), [x], Tout=tf.float32), x.shape)
)
i = keras.Input((5,))
model = keras.Model(i, layer(i))
model.compile("sgd", "mse")
print(model.evaluate(np.ones((2, 5)), np.ones((2, 5)), verbose=0))
