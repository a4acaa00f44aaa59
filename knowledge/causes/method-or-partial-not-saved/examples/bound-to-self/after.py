from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model, load_model
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class AmplifyLayer(tf.keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, t):
        return t * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


class Builder:
    def __init__(self, factor):
        self.factor = factor

    def amplify(self, t):
        return t * self.factor

    def model(self):
        i = Input((3,))
        return Model(i, Dense(1)(AmplifyLayer(factor=self.factor)(i)))


network = Builder(3.0).model()
network.save("amplified.keras")
print(load_model("amplified.keras", safe_mode=False).count_params())
