import numpy as np
from tensorflow.keras.layers import Add, Dense, Input, Lambda
from tensorflow.keras.models import Model


class ResNet:
    def __init__(self, width, depth):
        self.width = width
        self.depth = depth

    def shortcut(self, tensor):
        branch = Dense(self.width, activation="relu")(tensor)
        branch = Lambda(lambda z: z / 3.0)(branch)
        tensor = Add()([tensor, branch])  # the shortcut
        return tensor

    def make(self):
        start = Input((self.width,))
        out = start
        for _ in range(self.depth):
            out = self.shortcut(out)
        return Model(start, Dense(1)(out))


model = ResNet(width=4, depth=2).make()
model.compile("sgd", "mse")
model.fit(np.ones((6, 4), "float32"), np.ones((6, 1), "float32"), verbose=0)
