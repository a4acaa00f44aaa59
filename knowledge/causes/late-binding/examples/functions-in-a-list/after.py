import numpy as np
from tensorflow.keras.layers import Add, Input, Lambda
from tensorflow.keras.models import Model
import tensorflow as tf

powers = Input((3,))
terms = []


@tf.keras.utils.register_keras_serializable()
class TermLayer(tf.keras.layers.Layer):
    def __init__(self, coefficient, exponent, **kwargs):
        super().__init__(**kwargs)
        self.coefficient = coefficient
        self.exponent = exponent

    def call(self, t):
        # coefficient * t ** exponent
        return self.coefficient * t**self.exponent

    def get_config(self):
        return {**super().get_config(), "coefficient": self.coefficient, "exponent": self.exponent}


for exponent in range(1, 4):
    coefficient = 1.0 / exponent

    terms.append(TermLayer(coefficient=coefficient, exponent=exponent, name=f"term_{exponent}"))
series = Model(powers, Add()([one(powers) for one in terms]))
print(series.predict(np.full((1, 3), 2.0), verbose=0))
