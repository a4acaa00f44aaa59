import tensorflow as tf


def softgate(x):
    return x * tf.math.tanh(tf.math.softplus(x))


def build(units):
    return tf.keras.Sequential([
        tf.keras.layers.Input((3,)),
        tf.keras.layers.Dense(units),
        tf.keras.layers.Lambda(softgate, name="softgate"),
        tf.keras.layers.Dense(1),
    ])


net = build(8)
text = net.to_json()
again = tf.keras.models.model_from_json(text)
again.set_weights(net.get_weights())
