import tensorflow as tf


class Encoder:
    def __init__(self):
        self.code = None
        self.net = tf.keras.Sequential([
            tf.keras.layers.Dense(8, activation="relu"),
            tf.keras.layers.Dense(2),
            tf.keras.layers.Lambda(lambda z: (setattr(self, "code", z), z)[1]),
        ])


encoder = Encoder()
encoder.net.compile(optimizer="adam", loss="mse")
encoder.net.fit(tf.random.normal((16, 5)), tf.random.normal((16, 2)), verbose=0)
