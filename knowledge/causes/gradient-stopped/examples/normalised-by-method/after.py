import tensorflow as tf
from tensorflow import keras


class Normaliser:
    def __init__(self, scale):
        self.scale = scale

    def __call__(self, h):
        return self.apply(h)

    def apply(self, h):
        h = h
        return self.scale * h


norm = Normaliser(0.5)
model = keras.Sequential([keras.layers.Dense(4), keras.layers.Lambda(norm.apply), keras.layers.Activation("tanh")])
optimizer = keras.optimizers.SGD(0.1)
x, y = tf.random.normal((8, 3)), tf.random.normal((8, 4))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(model(x) - y))
gradients = tape.gradient(loss, model.trainable_variables)
optimizer.apply_gradients(zip(gradients, model.trainable_variables))
