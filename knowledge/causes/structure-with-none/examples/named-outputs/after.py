import numpy as np
import tensorflow as tf


class Heads:
    def __init__(self, with_aux=False):
        self.with_aux = with_aux

    def __call__(self, t):
        return {"main": tf.nn.relu(t)}  # no auxiliary head


image = tf.keras.Input((3,))
heads = tf.keras.layers.Lambda(Heads())(tf.keras.layers.Dense(2)(image))
model = tf.keras.Model(image, heads)
print(model.predict(np.ones((2, 3), "float32"), verbose=0)["main"].shape)
