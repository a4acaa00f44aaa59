import numpy as np
import keras
from keras import layers


def refine(tensor):
    tensor = layers.Dense(4)(tensor)
    return_value = layers.Lambda(lambda t: t * 0.1)(tensor)


inputs = keras.Input((4,))
outputs = layers.Dense(2)(inputs + refine(inputs))
model = keras.Model(inputs, outputs)
model.compile(optimizer="sgd", loss="mse")
model.fit(np.random.rand(8, 4).astype("float32"), np.random.rand(8, 2).astype("float32"), verbose=0)
