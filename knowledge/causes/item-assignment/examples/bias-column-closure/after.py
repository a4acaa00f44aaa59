import tensorflow as tf


def with_bias(width):
    def set_bias(t):
        # the last feature is the constant one
        t = tf.where(tf.equal(tf.reshape(tf.range(tf.shape(t)[1]), [-1] + [1] * (len(t.shape) - 2)), tf.shape(t)[1] - 1), tf.cast(1.0, t.dtype), t)
        return t

    return tf.keras.Sequential([
        tf.keras.layers.Dense(width),
        tf.keras.layers.Lambda(set_bias),
        tf.keras.layers.Dense(1),
    ])


model = with_bias(6)
model.compile("adam", "mse")
model.fit(tf.random.normal((10, 3)), tf.random.normal((10, 1)), verbose=0)
