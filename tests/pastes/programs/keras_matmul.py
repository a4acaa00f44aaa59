"""Shapes that do not fit, in a Lambda called on data."""

import tensorflow as tf
from tensorflow.keras import layers


def project(x):
    weights = tf.ones((3, 2))
    return tf.matmul(x, weights)


def main():
    layer = layers.Lambda(project)
    layer(tf.ones((8, 4)))


main()
