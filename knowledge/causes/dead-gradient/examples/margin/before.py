import keras
import numpy as np
import tensorflow as tf


class Margin:
    def __init__(self, margin):
        self.margin = margin

    def hinge(self, distance):
        return tf.maximum(self.margin - distance, 0.0)


inputs = keras.Input((3,))
distance = keras.layers.Dense(1, kernel_initializer="ones")(inputs)
model = keras.Model(inputs, keras.layers.Lambda(Margin(1.0).hinge)(distance))
model.compile(optimizer="sgd", loss="mae")
model.fit(10.0 + np.random.rand(12, 3).astype("float32"), np.ones((12, 1), "float32"), epochs=2, verbose=0)
