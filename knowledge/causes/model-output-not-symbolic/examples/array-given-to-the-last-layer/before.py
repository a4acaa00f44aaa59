import numpy as np
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model

x_train = np.random.rand(8, 3).astype("float32")
y_train = np.random.rand(8, 1)


def build():
    x = Input((3,))
    hidden = Dense(4, activation="relu")(x)
    halved = Lambda(lambda t: t / 2)(x_train)  # scaled features
    return Model(inputs=x, outputs=halved)


model = build()
model.compile("adam", "mse")
model.fit(x_train, y_train, verbose=0)
