import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def make_model():
    image = Input((6,))
    early = Dense(6, activation="relu")(image)
    late = Dense(6)(early)

    def add_skip(inputs):
        x, early = inputs
        # residual connection
        mixed = x + early
        return tf.nn.relu(mixed)

    merged = Lambda(add_skip)([late, early])
    return Model(image, Dense(2)(merged))


model = make_model()
model.compile(optimizer="sgd", loss="mse")
model.fit(np.random.rand(8, 6), np.random.rand(8, 2), verbose=0)
