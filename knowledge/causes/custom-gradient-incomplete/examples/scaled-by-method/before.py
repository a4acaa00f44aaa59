import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential


class Scale:
    def __init__(self, factor):
        self.factor = tf.constant(factor)

    def apply(self, t):
        @tf.custom_gradient
        def multiply(value, factor):
            product = value * factor
            return product, lambda dy: dy * factor

        return multiply(t, self.factor)


model = Sequential([Dense(3), Lambda(Scale(2.0).apply), Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(tf.random.normal((8, 2)), tf.random.normal((8, 1)), verbose=0)
