import keras
import numpy as np
import tensorflow as tf


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.brightest = keras.layers.Lambda(self.peak)
        self.head = keras.layers.Dense(2)

    @staticmethod
    def peak(images):
        return tf.reshape(tf.math.reduce_max(images, axis=tf.range(1, tf.rank(images))), [-1, 1])

    def call(self, images):
        return self.head(self.brightest(images))


net = Net()
net.compile(optimizer="adam", loss="mse")
net.fit(np.ones((4, 5, 5), "float32"), np.ones((4, 2), "float32"), verbose=0)
