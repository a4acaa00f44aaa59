import re
import zipfile

import numpy as np
from tensorflow import keras


@keras.utils.register_keras_serializable()
class FunctionLayer(keras.layers.Layer):
    def call(self, t):
        return t / 10.0


def build():
    inputs = keras.Input(shape=(4,))
    x = FunctionLayer()(inputs)
    return keras.Model(inputs, keras.layers.Dense(2)(x))


build().save("trained.keras")
# stands for a file that came from a machine with another Python: there the bytecode differs
with zipfile.ZipFile("trained.keras") as file:
    parts = {name: file.read(name) for name in file.namelist()}
parts["config.json"] = re.sub(rb'"4w[\w+/=\\]+"', rb'"4wEAAAAAAAAA"', parts["config.json"])
with zipfile.ZipFile("downloaded.keras", "w") as file:
    for name, data in parts.items():
        file.writestr(name, data)

restored = build()
restored.load_weights("downloaded.keras")
print(restored.predict(np.ones((1, 4)), verbose=0))
