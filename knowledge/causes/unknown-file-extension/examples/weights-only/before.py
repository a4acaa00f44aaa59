import tensorflow as tf

WEIGHTS = "unit.h5"


def build():
    return tf.keras.Sequential([
        tf.keras.layers.Input((3,)),
        tf.keras.layers.Lambda(lambda v: tf.math.l2_normalize(v, axis=1)),
        tf.keras.layers.Dense(2),
    ])


net = build()
net.save_weights(WEIGHTS)  # the lambda need not be saved
other = build()
other.load_weights(WEIGHTS)
