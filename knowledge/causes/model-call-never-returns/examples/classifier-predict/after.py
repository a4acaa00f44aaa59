from tensorflow.keras import Model
from tensorflow.keras.layers import Dense, Flatten, Lambda
import numpy as np


class Digits(Model):
    def __init__(self, classes):
        super().__init__()
        self.scale = Lambda(lambda images: images / 255.0)
        self.flat = Flatten()
        self.head = Dense(classes, activation="softmax")

    def call(self, images):
        images = self.scale(images)
        flat = self.flat(images)
        probabilities = self.head(flat)
        return probabilities


net = Digits(classes=3)
net.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
pictures = np.random.randint(0, 255, (9, 4, 4)).astype("float32")
net.fit(pictures, np.array([0, 1, 2] * 3), epochs=1, verbose=0)
print(net.predict(pictures, verbose=0).shape)
