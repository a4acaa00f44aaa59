import keras
import numpy as np
import tensorflow as tf

BASIS = np.eye(8, 2, dtype="float32")


def project(features):
    """Onto the first two directions."""
    return tf.matmul(features, BASIS)


model = keras.Sequential([keras.layers.Dense(6), keras.layers.Lambda(project, name="project")])
model.compile("adam", "mse")
model.fit(np.ones((4, 3), "float32"), np.ones((4, 2), "float32"), verbose=0)
