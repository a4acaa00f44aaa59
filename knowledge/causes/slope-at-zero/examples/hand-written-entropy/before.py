import tensorflow as tf


def entropy_loss(y_true, p):
    return -tf.reduce_mean(y_true * tf.math.log(p) + (1.0 - y_true) * tf.math.log(1.0 - p))


model = tf.keras.Sequential([
    tf.keras.layers.Dense(1, activation="sigmoid", kernel_initializer="ones"),
    tf.keras.layers.Lambda(lambda p: tf.reshape(p, [-1])),
])
model.compile(optimizer="sgd", loss=entropy_loss)
x = tf.constant([[90.0, 60.0], [1.0, -0.5], [-80.0, -70.0]])
model.fit(x, tf.constant([1.0, 1.0, 0.0]), epochs=3, verbose=0)
