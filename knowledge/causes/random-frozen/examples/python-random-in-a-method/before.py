import random

import keras
import numpy as np


class Augment:
    def __init__(self, strength):
        self.strength = strength

    def brightness(self, image):
        return image + self.strength * random.uniform(-1.0, 1.0)


augment = Augment(0.2)
model = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Lambda(augment.brightness), keras.layers.Flatten()])
images = np.zeros((2, 4, 4, 1))
print(model.predict(images, verbose=0)[0, 0] == model.predict(images, verbose=0)[0, 0])
