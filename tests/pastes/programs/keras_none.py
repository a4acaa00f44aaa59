"""A Lambda whose function returns nothing."""

from tensorflow import keras
from tensorflow.keras import layers


def double(x):
    y = x * 2


def build():
    inputs = keras.Input((4,))
    hidden = layers.Lambda(double)(inputs)
    return keras.Model(inputs, layers.Dense(1)(hidden))


def main():
    build()


main()
