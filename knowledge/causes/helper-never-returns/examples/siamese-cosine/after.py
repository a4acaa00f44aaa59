import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def unit(v):
    length = tf.sqrt(tf.reduce_sum(tf.square(v), axis=-1, keepdims=True) + 1e-6)
    v = v / length
    return v


def cosine(pair):
    a, b = pair
    return tf.reduce_sum(unit(a) * unit(b), axis=-1, keepdims=True)


left, right = Input((5,)), Input((5,))
embed = Dense(4)
similarity = Lambda(cosine)([embed(left), embed(right)])
model = Model([left, right], Dense(1, activation="sigmoid")(similarity))
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit([np.random.rand(8, 5), np.random.rand(8, 5)], np.random.randint(0, 2, (8, 1)), verbose=0)
