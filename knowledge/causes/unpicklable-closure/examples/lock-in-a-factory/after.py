import threading

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def guarded(factor):
    lock = threading.Lock()  # one call at a time

    def scaled(t, held):
        with held:
            return t * factor

    return lambda t: scaled(t, lock)


inputs = keras.Input(shape=(4,))


@keras.utils.register_keras_serializable()
class FunctionLayer(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.lock = threading.Lock()
        self.factor = factor

    def call(self, t):
        def scaled(t, held):
            with held:
                return t * self.factor
        return scaled(t, self.lock)

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


model = keras.Model(inputs, FunctionLayer(factor=2.0)(inputs))
print(model.predict(np.ones((1, 4)), verbose=0))
model.save("guarded.keras")
