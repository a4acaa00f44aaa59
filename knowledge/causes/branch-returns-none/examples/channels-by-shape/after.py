import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Conv2D, Dense, Flatten, Input, Lambda
from tensorflow.keras.models import Model


def to_rgb(img):
    if img.shape[-1] == 1:
        return tf.image.grayscale_to_rgb(img)
    return img


image = Input(shape=(8, 8, 3))
x = Lambda(to_rgb, name="to_rgb")(image)
x = Conv2D(2, 3)(x)
x = Flatten()(x)
model = Model(inputs=image, outputs=Dense(1)(x))
model.compile(optimizer="sgd", loss="mse")
model.fit(np.random.rand(4, 8, 8, 3), np.random.rand(4, 1), verbose=0)
