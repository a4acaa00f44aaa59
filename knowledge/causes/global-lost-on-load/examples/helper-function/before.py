import numpy as np
import tensorflow as tf


def swish_clip(t):
    """swish, kept below six"""
    return tf.minimum(t * tf.sigmoid(t), 6.0)


net = tf.keras.Sequential([
    tf.keras.layers.Input((4,)),
    tf.keras.layers.Dense(4),
    tf.keras.layers.Lambda(lambda t: swish_clip(t) + 1.0),
])
net.save("net.keras")
expected = net(np.eye(4, dtype="float32"))

del swish_clip, net  # what a fresh session looks like
again = tf.keras.models.load_model("net.keras", safe_mode=False)
np.testing.assert_allclose(again(np.eye(4, dtype="float32")), expected, rtol=1e-5)
