import tensorflow as tf


class StochasticDepth(tf.keras.layers.Layer):
    def __init__(self, rate, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate

    def call(self, branch, training=None):
        """Drops the branch while training."""
        if training is None:
            training = False
        drop = self.rate * tf.cast(training, tf.float32)
        keep = tf.cast(tf.random.uniform(()) >= drop, branch.dtype)
        return branch * keep


layer = StochasticDepth(0.2)
scale = tf.keras.layers.Lambda(lambda t: t * 3.0)
print(layer(scale(tf.ones((2, 3)))).shape)
