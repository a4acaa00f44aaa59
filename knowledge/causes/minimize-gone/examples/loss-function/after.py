import tensorflow as tf
from tensorflow import keras

weight = tf.Variable(2.0)
square = keras.layers.Lambda(lambda t: t**2)


def loss():
    return square(weight)


optimizer = keras.optimizers.SGD(0.1)
with tf.GradientTape() as tape:
    loss_value = loss()
gradients = tape.gradient(loss_value, [weight])
optimizer.apply_gradients(zip(gradients, [weight]))
print(float(weight))
