import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))
powers = []


@keras.utils.register_keras_serializable()
class FunctionLayer(keras.layers.Layer):
    def __init__(self, k, **kwargs):
        super().__init__(**kwargs)
        self.k = k

    def call(self, t):
        return t**self.k

    def get_config(self):
        return {**super().get_config(), "k": self.k}


for k in range(1, 4):
    powers.append(FunctionLayer(k=k)(inputs))  # k=k keeps this round's k
outputs = layers.Dense(1)(layers.Concatenate()(powers))
model = keras.Model(inputs, outputs)
model.save("powers.keras")

restored = keras.models.load_model("powers.keras", safe_mode=False)
print(restored.predict(np.ones((2, 4)), verbose=0))
