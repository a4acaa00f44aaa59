import numpy as np
import tensorflow as tf
from tensorflow import keras


class Flat:
    def flatten(self, maps):
        batch = tf.shape(maps)[0]
        return tf.reshape(maps, [batch, 32])

    def build(self):
        image = keras.Input((4, 4, 2))
        flat = keras.layers.Lambda(self.flatten)(image)
        return keras.Model(image, keras.layers.Dense(5)(flat))


model = Flat().build()
print(model.predict(np.zeros((2, 4, 4, 2), "float32"), verbose=0).shape)
