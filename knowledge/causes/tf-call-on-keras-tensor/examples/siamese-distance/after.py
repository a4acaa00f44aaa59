import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def build_siamese(size):
    left, right = Input((size,)), Input((size,))
    tower = Dense(6, activation="tanh")
    a = tower(left)
    b = tower(right)
    scaled = Lambda(lambda t: t * 0.5)(a)
    distance = Lambda(lambda t: tf.sqrt(tf.reduce_sum(tf.square(t), axis=1, keepdims=True) + 1e-6))(scaled - b)
    return Model(inputs=[left, right], outputs=distance)


siamese = build_siamese(4)
siamese.compile("sgd", "mse")
siamese.fit([np.random.rand(6, 4), np.random.rand(6, 4)], np.random.rand(6, 1), verbose=0)
