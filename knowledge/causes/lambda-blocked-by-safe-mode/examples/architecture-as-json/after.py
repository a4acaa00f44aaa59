from tensorflow.keras.layers import Concatenate, Dense, Input, Lambda
from tensorflow.keras.models import Model, model_from_json
import tensorflow as tf

a = Input((8,))


@tf.keras.utils.register_keras_serializable()
class FunctionLayer(tf.keras.layers.Layer):
    def call(self, t):
        return t[:, :4]


front = FunctionLayer()(a)


@tf.keras.utils.register_keras_serializable()
class FunctionLayer2(tf.keras.layers.Layer):
    def call(self, t):
        return t[:, 4:]


back = FunctionLayer2()(a)
merged = Concatenate()([Dense(2)(front), Dense(2)(back)])
architecture = Model(a, merged).to_json()

with open("architecture.json", "w") as file:
    file.write(architecture)

with open("architecture.json") as file:
    rebuilt = model_from_json(file.read())
rebuilt.summary()
