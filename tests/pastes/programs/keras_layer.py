"""A layer with arguments of its own around a Lambda that divides by a setting."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Scaled(keras.layers.Layer):
    """Scales what it is given."""

    def __init__(self, settings):
        super().__init__()
        self.settings = settings
        self.scale = layers.Lambda(lambda x: x / self.settings["scale"])

    def call(self, x, training=None):
        try:
            return self.scale(x)
        except KeyError as error:
            raise RuntimeError("the settings have no scale") from error


def main():
    Scaled({"shift": 1})(tf.ones((2, 4)), training=True)


main()
