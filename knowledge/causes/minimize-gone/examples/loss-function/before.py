import tensorflow as tf
from tensorflow import keras

weight = tf.Variable(2.0)
square = keras.layers.Lambda(lambda t: t**2)


def loss():
    return square(weight)


optimizer = keras.optimizers.SGD(0.1)
optimizer.minimize(loss, [weight])
print(float(weight))
