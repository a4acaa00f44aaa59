import numpy as np
from tensorflow import keras


def halves(x):
    """Both halves, and an attention map that is not there yet."""
    return [x[:, :3], x[:, 3:]]


inputs = keras.Input((6,))
parts = keras.layers.Lambda(halves)(keras.layers.Dense(6)(inputs))
model = keras.Model(inputs, keras.layers.Add()(parts))
model.compile("adam", "mse")
model.fit(np.ones((4, 6), "float32"), np.ones((4, 3), "float32"), verbose=0)
