import numpy as np
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.first = tf.keras.layers.Dense(4)
        self.squash = tf.keras.layers.Lambda(lambda h: tf.tanh(h))
        self.last = tf.keras.layers.Dense(1)

    def call(self, inputs):
        return self.last(self.squash(self.first(inputs)))


net = Net()
optimizer = tf.keras.optimizers.Adam(0.01)
x = tf.random.normal((16, 3))
y = tf.random.normal((16, 1))
for step in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x) - y))
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
