import numpy as np
import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras import backend as K
from tensorflow.keras.layers import GRU, Dense, Embedding, Lambda


def attend(states):
    scores = K.sum(states * states, axis=-1, keepdims=True)
    weights = K.softmax(scores, axis=1)
    return K.sum(weights * states, axis=1)


tokens = Input(shape=(12,), dtype="int32")
h = Embedding(50, 8)(tokens)
h = GRU(8, return_sequences=True)(h)
context = Lambda(attend, output_shape=(8,), name="attention")(h)
model = Model(tokens, Dense(1, activation="sigmoid")(context))
model.compile("adam", "binary_crossentropy")
model.fit(np.random.randint(0, 50, (16, 12)), np.random.randint(0, 2, (16, 1)), verbose=0)
