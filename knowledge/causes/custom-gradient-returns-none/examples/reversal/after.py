import keras
import tensorflow as tf


class GradientReversal:
    def __init__(self, weight):
        self.weight = weight

    def flip(self, features):
        @tf.custom_gradient
        def reverse(t):
            def grad(dy):
                """The domain classifier's gradient, reversed."""
                return -self.weight * dy

            return tf.identity(t), grad

        return reverse(features)


model = keras.Sequential([keras.layers.Dense(4), keras.layers.Lambda(GradientReversal(0.5).flip)])
model.compile(optimizer="sgd", loss="mse")
model.fit(tf.random.normal((8, 3)), tf.random.normal((8, 4)), verbose=0)
