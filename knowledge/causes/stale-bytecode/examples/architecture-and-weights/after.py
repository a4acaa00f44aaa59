import re

import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class ToBytesLayer(tf.keras.layers.Layer):
    def call(self, p):
        return p * 127.5 + 127.5


def generator():
    noise = tf.keras.layers.Input((2,))
    image = tf.keras.layers.Dense(4)(noise)
    image = ToBytesLayer(name="to_bytes")(image)
    return tf.keras.Model(noise, image)


source = generator()
source.save_weights("gen.weights.h5")
# the gen.json of a repository, made with Python 3.6
published = re.sub(r'"4w[\w+/=\\]+"', '"4wIAAAAAAAAA"', source.to_json())

try:
    tf.keras.config.enable_unsafe_deserialization()
except AttributeError:
    tf.keras.__internal__.enable_unsafe_deserialization()
gen = generator()
gen.load_weights("gen.weights.h5")
