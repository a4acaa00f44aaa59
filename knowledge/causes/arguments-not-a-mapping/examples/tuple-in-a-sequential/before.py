import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def crop(images, top, height):
    return images[:, top:top + height]


net = keras.Sequential([
    layers.Input((12, 12, 1)),
    layers.Lambda(crop, output_shape=(6, 12, 1), arguments=(3, 6)),  # the middle rows
    layers.Flatten(),
    layers.Dense(2),
])
net.compile("sgd", "mse")
net.fit(np.zeros((4, 12, 12, 1), "float32"), np.zeros((4, 2), "float32"), verbose=0)
