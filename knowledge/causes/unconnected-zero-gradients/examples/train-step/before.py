import keras
import tensorflow as tf


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.used = keras.layers.Dense(2)
        self.square = keras.layers.Lambda(lambda t: t**2)
        self.unused = keras.layers.Dense(2)

    def call(self, x):
        self.unused(x)
        return self.square(self.used(x))


net = Net()
data = tf.ones((2, 3))
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(net(data))
grads = tape.gradient(target=loss, sources=net.trainable_weights, unconnected_gradients=tf.UnconnectedGradients.ZERO)
print(len(grads))
