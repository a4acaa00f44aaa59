import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))
x = layers.Lambda(lambda t: t * 2.0)(inputs)
model = keras.Model(inputs, layers.Dense(1)(x))
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(8, 4), np.random.rand(8, 1), verbose=0)
model.save("regression.h5")

restored = keras.models.load_model("regression.h5", safe_mode=False)
print(restored.predict(np.ones((2, 4)), verbose=0))
