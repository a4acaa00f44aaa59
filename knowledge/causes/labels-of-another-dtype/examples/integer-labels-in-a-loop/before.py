import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([
    tf.keras.layers.Dense(3),
    tf.keras.layers.Lambda(lambda h: tf.reduce_sum(h, axis=-1)),
])
x = tf.random.normal((10, 4))
y = tf.constant(np.arange(10))  # ratings
optimizer = tf.keras.optimizers.SGD(0.01)

with tf.GradientTape() as tape:
    error = y - model(x)
    loss = tf.reduce_mean(error * error)
grads = tape.gradient(loss, model.trainable_variables)
optimizer.apply_gradients(zip(grads, model.trainable_variables))
