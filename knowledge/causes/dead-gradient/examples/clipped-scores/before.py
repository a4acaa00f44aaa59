import tensorflow as tf
from tensorflow import keras

dense = keras.layers.Dense(1, kernel_initializer="ones")
cap = keras.layers.Lambda(lambda t: tf.minimum(t, 0.0))
x = tf.constant([[0.5, 1.0], [2.0, 0.1], [1.5, 1.5]])
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(cap(dense(x)))
kernel, bias = tape.gradient(loss, dense.trainable_variables)
print("gradients", kernel.numpy().tolist(), bias.numpy().tolist())
