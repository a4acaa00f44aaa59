import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))


@keras.utils.register_keras_serializable()
class FunctionLayer(keras.layers.Layer):
    def call(self, t):
        return t * 0.5


x = FunctionLayer()(inputs)
outputs = layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
model.save("half.keras")

restored = keras.models.load_model("half.keras")
print(restored.predict(np.ones((2, 4)), verbose=0))
