import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda, Layer
from tensorflow.keras.models import Sequential


class ScaledResidual(Layer):
    def __init__(self, units):
        super().__init__()
        self.dense = Dense(units, activation="relu")

    def call(self, x):
        branch = self.dense(x)
        x = x + 0.1 * branch


model = Sequential([
    Dense(5),
    Lambda(lambda t: tf.nn.l2_normalize(t, axis=-1)),
    ScaledResidual(5),
    Dense(1),
])
model.compile(optimizer="adam", loss="mae")
x = tf.random.normal((12, 3))
model.fit(x, tf.reduce_sum(x, axis=1, keepdims=True), verbose=0)
