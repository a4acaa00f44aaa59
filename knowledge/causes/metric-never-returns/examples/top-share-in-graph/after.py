import numpy as np
import tensorflow.keras.backend as K
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def make_recall(threshold):
    def recall(y_true, y_pred):
        positive = tf.cast(y_pred > threshold, "float32")
        found = tf.reduce_sum(y_true * positive)
        wanted = tf.reduce_sum(y_true)
        return found / (wanted + K.epsilon())  # avoid a division by zero

    return recall


inp = Input((6,))
out = Lambda(lambda z: tf.sigmoid(z))(Dense(1)(inp))
model = Model(inp, out)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=[make_recall(0.5)])
model.fit(np.random.rand(20, 6), np.random.randint(0, 2, (20, 1)).astype("float32"), verbose=0)
