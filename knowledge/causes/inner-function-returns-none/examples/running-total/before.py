import tensorflow as tf
import numpy as np

layers = tf.keras.layers


class Smoother:
    def step(self, total, value):
        total = 0.9 * total + 0.1 * value

    def __call__(self, x):
        return tf.scan(self.step, x)


signal = tf.keras.Input((5,))
smooth = layers.Lambda(Smoother())(layers.Dense(5)(signal))
model = tf.keras.Model(signal, smooth)
model.compile(optimizer="adam", loss="mse")
model.fit(np.ones((4, 5), "float32"), np.zeros((4, 5), "float32"), verbose=0)
