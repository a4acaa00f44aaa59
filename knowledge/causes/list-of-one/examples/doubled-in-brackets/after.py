import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

X = np.random.rand(8, 4).astype("float32")
i = keras.Input((4,))
h = layers.Dense(4)(i)
o = layers.Lambda(lambda x: x * 2)(h)
model = keras.Model(i, o)
model.compile("sgd", "mse")
model.fit(X, X, verbose=0)
