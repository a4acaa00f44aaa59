import numpy as np
import tensorflow as tf
from tensorflow import keras

SCALE = 255.0


def build():
    inputs = keras.Input(shape=(6,))
    x = keras.layers.Lambda(lambda pixels: pixels / SCALE)(inputs)
    return keras.Model(inputs, keras.layers.Dense(2)(x))


model = build()
model.save("scaled.keras")

# predict.py: another script, which has never heard of SCALE
del SCALE, model
restored = keras.models.load_model("scaled.keras", safe_mode=False)
print(restored.predict(np.random.rand(3, 6), verbose=0).shape)
