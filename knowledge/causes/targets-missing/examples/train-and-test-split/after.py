import numpy as np
import tensorflow as tf


def load():
    x, y = np.random.rand(30, 6), np.random.randint(0, 2, 30)
    return (x[:20], y[:20]), (x[20:], y[20:])


(x_train, y_train), (x_test, y_test) = load()
inputs = tf.keras.Input(shape=(6,))
scaled = tf.keras.layers.Lambda(lambda t: tf.math.l2_normalize(t, axis=1))(inputs)
outputs = tf.keras.layers.Dense(2, activation="softmax")(scaled)
model = tf.keras.Model(inputs, outputs)
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x=x_train, y=y_train, epochs=1, verbose=0)
model.evaluate(x_test, y_test, verbose=0)
