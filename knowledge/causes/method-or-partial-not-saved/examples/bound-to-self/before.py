from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model, load_model


class Builder:
    def __init__(self, factor):
        self.factor = factor

    def amplify(self, t):
        return t * self.factor

    def model(self):
        i = Input((3,))
        return Model(i, Dense(1)(Lambda(self.amplify)(i)))


network = Builder(3.0).model()
network.save("amplified.keras")
print(load_model("amplified.keras", safe_mode=False).count_params())
