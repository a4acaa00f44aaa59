import tensorflow as tf
from tensorflow import keras


@tf.custom_gradient
def gated(x, gate):
    def grad(dy):
        return dy * gate

    return x * gate, grad


dense = keras.layers.Dense(2)
layer = keras.layers.Lambda(lambda h: gated(h, tf.sigmoid(h)))
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(layer(dense(tf.ones((3, 4)))))
print(tape.gradient(loss, dense.trainable_variables))
