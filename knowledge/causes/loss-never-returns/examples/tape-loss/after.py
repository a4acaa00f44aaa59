import tensorflow as tf
from tensorflow.keras import layers

net = tf.keras.Sequential([layers.Dense(6), layers.Lambda(tf.nn.softplus), layers.Dense(2)])
optimizer = tf.keras.optimizers.Adam()


def compute(batch, target):
    error = net(batch) - target
    penalty = 1e-3 * tf.reduce_mean(tf.square(error))
    total = tf.reduce_mean(tf.abs(error)) + penalty
    return total


batch, target = tf.random.uniform((8, 3)), tf.random.uniform((8, 2))
for _ in range(2):
    with tf.GradientTape() as tape:
        value = compute(batch, target)
    gradients = tape.gradient(value, net.trainable_weights)
    optimizer.apply_gradients(zip(gradients, net.trainable_weights))
