import re

import tensorflow as tf


def generator():
    noise = tf.keras.layers.Input((2,))
    image = tf.keras.layers.Dense(4)(noise)
    image = tf.keras.layers.Lambda(lambda p: p * 127.5 + 127.5, name="to_bytes")(image)
    return tf.keras.Model(noise, image)


source = generator()
source.save_weights("gen.weights.h5")
# the gen.json of a repository, made with Python 3.6
published = re.sub(r'"4w[\w+/=\\]+"', '"4wIAAAAAAAAA"', source.to_json())

try:
    tf.keras.config.enable_unsafe_deserialization()
except AttributeError:
    tf.keras.__internal__.enable_unsafe_deserialization()
gen = tf.keras.models.model_from_json(published)
gen.load_weights("gen.weights.h5")
