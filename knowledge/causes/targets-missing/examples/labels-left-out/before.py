import numpy as np
from tensorflow import keras

features = np.random.rand(40, 3).astype("float32")
prices = features.sum(axis=1, keepdims=True)

model = keras.Sequential([
    keras.layers.Lambda(lambda t: t * 2.0 - 1.0),
    keras.layers.Dense(8, activation="relu"),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
history = model.fit(features, epochs=2, batch_size=8, verbose=0)  # train
