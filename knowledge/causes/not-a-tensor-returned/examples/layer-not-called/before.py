import numpy as np
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Dense, Lambda

words = Input(shape=(5,))
scores = Lambda(lambda w: Dense(2, activation="softmax"))(words)
model = Model(words, scores)
model.compile("adam", "categorical_crossentropy")
model.fit(np.random.rand(4, 5), np.eye(2)[[0, 1, 1, 0]], verbose=0)
