import tensorflow as tf
from tensorflow import keras

dense = keras.layers.Dense(2, use_bias=False)
double = keras.layers.Lambda(lambda t: t * 2.0)
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(double(dense(tf.ones((3, 4)))))
gradients = tape.gradient(loss, [dense.kernel])
print([g.shape for g in gradients])
