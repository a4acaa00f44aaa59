import keras
import numpy as np


def weigh(x, w):
    return x * w


tokens = keras.layers.Input(shape=(5, 3))
importance = keras.layers.Input(shape=(5, 1))
weighted = keras.layers.Lambda(weigh, arguments={"w": importance}, name="weigh")(tokens)
flat = keras.layers.Flatten()(weighted)
model = keras.Model(inputs=[tokens, importance], outputs=keras.layers.Dense(1)(flat))
model.compile(loss="mse", optimizer="adam")
model.fit([np.random.rand(4, 5, 3), np.random.rand(4, 5, 1)], np.random.rand(4, 1), verbose=0)
