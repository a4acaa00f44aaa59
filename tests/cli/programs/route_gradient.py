"""A training loop of one's own that scales every gradient; a rounding Lambda leaves it with None."""

import tensorflow as tf

entry = tf.keras.Input(shape=(3,))
levels = tf.keras.layers.Dense(2)(entry)
levels = tf.keras.layers.Lambda(lambda values: tf.round(values * 4.0) / 4.0)(levels)
quantiser = tf.keras.Model(entry, levels)
optimizer = tf.keras.optimizers.SGD(0.1)

batch, goal = tf.random.normal((16, 3)), tf.random.normal((16, 2))
for step in range(2):
    with tf.GradientTape() as tape:
        cost = tf.reduce_mean(tf.square(quantiser(batch) - goal))
    slopes = tape.gradient(cost, quantiser.trainable_variables)
    scaled = [slope * tf.cast(0.5, slope.dtype) for slope in slopes]
    optimizer.apply_gradients(zip(scaled, quantiser.trainable_variables))
