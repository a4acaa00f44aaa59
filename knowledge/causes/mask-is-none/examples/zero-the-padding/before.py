import numpy as np
from tensorflow.keras import backend as K
from tensorflow.keras.layers import Dense, Embedding, GlobalAveragePooling1D, Input, Lambda
from tensorflow.keras.models import Model

words = Input((6,))
vectors = Embedding(20, 3)(words)
vectors = Lambda(lambda x, mask: x * K.expand_dims(K.cast(mask, "float32"), -1))(vectors)
model = Model(words, Dense(1)(GlobalAveragePooling1D()(vectors)))
model.compile(optimizer="sgd", loss="mse")
model.fit(np.random.randint(1, 20, (8, 6)), np.ones((8, 1)), verbose=0)
