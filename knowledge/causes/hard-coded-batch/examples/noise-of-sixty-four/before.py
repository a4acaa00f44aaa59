import keras
import numpy as np
import tensorflow as tf


class NoisyEncoder:
    batch_size = 64

    def noisy(self, code):
        # a little noise on each latent value
        return code + 0.1 * tf.random.normal((64, 6))

    def model(self):
        image = keras.Input(shape=(12,))
        code = keras.layers.Dense(6)(image)
        return keras.Model(image, keras.layers.Lambda(self.noisy)(code))


model = NoisyEncoder().model()
model.predict(np.zeros((5, 12), "float32"), verbose=0)
