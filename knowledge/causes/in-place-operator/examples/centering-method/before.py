import tensorflow as tf


class Centre:
    def __call__(self, t):
        t -= tf.reduce_mean(t, axis=-1, keepdims=True)  # in place?
        return t


model = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.Lambda(Centre()), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.random.normal((12, 2)), tf.random.normal((12, 1)), verbose=0)
