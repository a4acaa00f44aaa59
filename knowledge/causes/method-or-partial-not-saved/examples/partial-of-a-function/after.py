import functools

import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class PoolLayer(tf.keras.layers.Layer):
    def __init__(self, axis, power, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self.power = power

    def call(self, sequence):
        # generalised mean
        return tf.reduce_mean(tf.abs(sequence) ** self.power, axis=self.axis) ** (1.0 / self.power)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "power": self.power}


net = tf.keras.Sequential([
    tf.keras.layers.Input((6, 2)),
    PoolLayer(axis=1, power=3.0, name="pool"),
    tf.keras.layers.Dense(1),
])
net.save("pooled.keras")
