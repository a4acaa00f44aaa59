import numpy as np
from tensorflow import keras

model = keras.Sequential(
    [
        keras.layers.Dense(4),
        keras.layers.Lambda(lambda x: x / x.shape[0]),  # scale by the number of samples
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="sgd", loss="mse")
model.fit(np.ones((8, 3), "float32"), np.zeros((8, 1), "float32"), verbose=0)
