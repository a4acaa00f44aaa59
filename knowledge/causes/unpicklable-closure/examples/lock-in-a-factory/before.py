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
model = keras.Model(inputs, layers.Lambda(guarded(2.0))(inputs))
print(model.predict(np.ones((1, 4)), verbose=0))
model.save("guarded.keras")
