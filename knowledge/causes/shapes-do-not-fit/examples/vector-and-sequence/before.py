import tensorflow as tf
from tensorflow import keras


class Joiner:
    def join(self, parts):
        static, steps = parts
        return tf.concat([static, steps], axis=1)

    def model(self):
        static = keras.Input((4,), name="static")
        steps = keras.Input((5, 4), name="steps")
        joined = keras.layers.Lambda(self.join)([static, steps])
        return keras.Model([static, steps], joined)


Joiner().model().summary()
