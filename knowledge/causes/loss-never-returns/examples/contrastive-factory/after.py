import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Dense, Lambda


def contrastive(margin=1.0):
    def loss(labels, distance):
        close = labels * tf.square(distance)
        far = (1.0 - labels) * tf.square(tf.maximum(margin - distance, 0.0))
        return tf.reduce_mean(close + far)

    return loss


left, right = Input((4,)), Input((4,))
encode = Dense(3)
gap = Lambda(lambda pair: tf.reduce_sum(tf.abs(pair[0] - pair[1]), axis=1, keepdims=True))([encode(left), encode(right)])
siamese = Model([left, right], gap)
siamese.compile("sgd", contrastive(margin=2.0))
pairs = [np.random.rand(10, 4).astype("float32"), np.random.rand(10, 4).astype("float32")]
siamese.fit(pairs, np.ones((10, 1), "float32"), epochs=1, verbose=0)
