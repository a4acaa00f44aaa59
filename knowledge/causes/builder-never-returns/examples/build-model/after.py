import numpy as np
import tensorflow as tf


def build_model(size, units=8):
    """A small regressor."""
    inputs = tf.keras.Input(shape=(size,))
    hidden = tf.keras.layers.Dense(units, activation="relu")(inputs)
    hidden = tf.keras.layers.Lambda(lambda t: tf.math.l2_normalize(t, axis=-1))(hidden)
    outputs = tf.keras.layers.Dense(1)(hidden)
    model = tf.keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="mse")
    return model


if __name__ == "__main__":
    net = build_model(3)
    net.fit(np.random.rand(10, 3), np.random.rand(10, 1), verbose=0)
