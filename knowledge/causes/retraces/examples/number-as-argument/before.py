import tensorflow as tf
from tensorflow.keras.layers import Lambda


@tf.function
def scaled(x, factor):
    return x * factor


data = tf.ones((4, 3))
for step in range(8):
    layer = Lambda(lambda x, step=step: scaled(x, step * 0.1))
    layer(data)
