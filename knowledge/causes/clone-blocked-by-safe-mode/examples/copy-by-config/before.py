import tensorflow as tf


def critic():
    state = tf.keras.layers.Input((3,))
    clipped = tf.keras.layers.Lambda(lambda s: tf.clip_by_value(s, -1.0, 1.0), name="clip")(state)
    return tf.keras.Model(state, tf.keras.layers.Dense(1)(clipped))


online = critic()
# the target network of a DQN
target = tf.keras.Model.from_config(online.get_config())
target.set_weights(online.get_weights())
