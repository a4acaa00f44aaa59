import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


class Preprocessing:
    def __init__(self, low, high):
        self.low = low
        self.high = high

    def rescale(self, t):
        return (t - self.low) / (self.high - self.low)


prep = Preprocessing(10.0, 20.0)
inputs = keras.Input(shape=(4,))


@keras.utils.register_keras_serializable()
class RescaleLayer(keras.layers.Layer):
    def __init__(self, low, high, **kwargs):
        super().__init__(**kwargs)
        self.low = low
        self.high = high

    def call(self, t):
        return (t - self.low) / (self.high - self.low)

    def get_config(self):
        return {**super().get_config(), "low": self.low, "high": self.high}


x = RescaleLayer(low=prep.low, high=prep.high)(inputs)
model = keras.Model(inputs, layers.Dense(1)(x))
model.save("prep.keras")
restored = keras.models.load_model("prep.keras", safe_mode=False)
print(restored.predict(np.ones((2, 4)), verbose=0))
