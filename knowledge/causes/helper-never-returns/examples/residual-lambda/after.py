import tensorflow as tf


def shortcut(t):
    # half of the signal goes round the block
    half = 0.5 * t
    return half


model = tf.keras.Sequential([
    tf.keras.layers.Dense(6, activation="relu"),
    tf.keras.layers.Lambda(lambda t: t + shortcut(t)),
    tf.keras.layers.Dense(1),
])
model.compile("adam", "mse")
model.fit(tf.random.normal((16, 4)), tf.random.normal((16, 1)), verbose=0)
