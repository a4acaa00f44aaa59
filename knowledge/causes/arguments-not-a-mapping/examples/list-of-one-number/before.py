import tensorflow as tf


def add_offset(tensor, offset):
    # shifts the pixels
    return tensor + offset


inputs = tf.keras.layers.Input(shape=(16,), name="input_layer")
shifted = tf.keras.layers.Lambda(add_offset, arguments=[2.0], name="shift")(inputs)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(shifted))
model.summary()
