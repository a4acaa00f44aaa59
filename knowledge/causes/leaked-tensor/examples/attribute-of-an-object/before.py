import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


class Recorder:
    attention = None

    def weigh(self, x):
        self.attention = tf.nn.softmax(x)
        return x * self.attention


recorder = Recorder()
inp = Input((3,))
model = Model(inp, Dense(1)(Lambda(recorder.weigh)(inp)))
model.compile("adam", "mse")
model.fit(np.random.rand(6, 3), np.random.rand(6, 1), verbose=0)
print(recorder.attention + 1.0)
