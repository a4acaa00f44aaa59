import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Dense, Lambda

TEMPERATURE = 2.0


def soften(logits):
    # Hinton's trick
    return tf.nn.softmax(logits / TEMPRATURE)


x = Input((4,))
model = Model(x, Lambda(soften)(Dense(3)(x)))
model.compile("sgd", "mse")
model.fit(np.ones((4, 4)), np.ones((4, 3)), verbose=0)
