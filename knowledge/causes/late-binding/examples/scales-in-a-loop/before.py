import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))
branches = []
for scale in (1.0, 10.0, 100.0):
    branches.append(layers.Lambda(lambda t: t / scale)(inputs))  # one branch for each scale
model = keras.Model(inputs, branches)
outputs = model(np.ones((1, 4), "float32"))
print([float(out[0, 0]) for out in outputs])
