import tensorflow as tf
from tensorflow.keras.layers import Input, Lambda
from tensorflow.keras.models import Model


def inverted(flags):
    return tf.where(tf.logical_not(flags), 1.0, 0.0)


flags = Input((3,), dtype=tf.bool)
model = Model(flags, Lambda(inverted, dtype="bool")(flags))
print(model(tf.constant([[True, False, True]])))
