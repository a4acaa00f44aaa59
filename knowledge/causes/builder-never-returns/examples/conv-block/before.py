import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def conv_block(t, filters):
    t = layers.Conv2D(filters, 3, padding="same")(t)
    t = layers.BatchNormalization()(t)
    t = layers.Lambda(lambda z: z * 0.5)(t)


image = keras.Input((8, 8, 3))
x = conv_block(image, 4)
x = layers.Flatten()(x)
model = keras.Model(image, layers.Dense(1)(x))
model.compile("adam", "mse")
model.fit(np.random.rand(4, 8, 8, 3).astype("float32"), np.zeros((4, 1), "float32"), verbose=0)
