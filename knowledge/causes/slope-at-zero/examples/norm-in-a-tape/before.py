import keras
import tensorflow as tf


class Length(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.length = keras.layers.Lambda(self.norm)

    def norm(self, vectors):
        # one length for each capsule
        return tf.norm(vectors, axis=-1)

    def call(self, vectors):
        return self.length(vectors)


dense = keras.layers.Dense(8, activation="relu")
layer = Length()
x = tf.random.normal((4, 3)) * tf.constant([[1.0], [0.0], [1.0], [1.0]])
with tf.GradientTape() as tape:
    capsules = tf.reshape(dense(x), (-1, 2, 4))
    loss = tf.reduce_sum(layer(capsules))
grads = tape.gradient(loss, dense.trainable_variables)
print([bool(tf.reduce_all(tf.math.is_finite(g))) for g in grads])
