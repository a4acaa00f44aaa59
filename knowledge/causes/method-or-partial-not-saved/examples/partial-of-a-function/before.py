import functools

import tensorflow as tf


def pool(sequence, axis, power):
    # generalised mean
    return tf.reduce_mean(tf.abs(sequence) ** power, axis=axis) ** (1.0 / power)


net = tf.keras.Sequential([
    tf.keras.layers.Input((6, 2)),
    tf.keras.layers.Lambda(functools.partial(pool, axis=1, power=3.0), name="pool"),
    tf.keras.layers.Dense(1),
])
net.save("pooled.keras")
