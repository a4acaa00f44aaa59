import tensorflow as tf
from tensorflow import keras


class Flat:
    def flatten(self, maps):
        return tf.reshape(maps, (-1, maps.shape[1] * maps.shape[2]))

    def network(self):
        image = keras.Input((4, 4))
        layer = keras.layers.Lambda(self.flatten)
        return keras.Model(image, keras.layers.Dense(2)(layer(image)))


print(Flat().network()(tf.zeros((1, 4, 4))))
