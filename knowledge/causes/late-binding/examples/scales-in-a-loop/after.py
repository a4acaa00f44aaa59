import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))
branches = []


@keras.utils.register_keras_serializable()
class FunctionLayer(keras.layers.Layer):
    def __init__(self, scale, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, t):
        return t / self.scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}


for scale in (1.0, 10.0, 100.0):
    branches.append(FunctionLayer(scale=scale)(inputs))  # one branch for each scale
model = keras.Model(inputs, branches)
outputs = model(np.ones((1, 4), "float32"))
print([float(out[0, 0]) for out in outputs])
