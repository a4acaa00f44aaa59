from keras.layers import Dense, Input, Lambda
from keras.models import Model


class Scaler:
    def __init__(self, units):
        self.units = units

    @staticmethod
    def scale(x, factor=1.0):
        return x * factor

    def model(self):
        i = Input((8,))
        h = Dense(self.units, activation="relu")(i)
        h = Lambda(Scaler.scale, arguments=0.5)(h)
        return Model(i, Dense(1)(h))


Scaler(4).model()
