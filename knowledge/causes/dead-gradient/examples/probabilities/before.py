import numpy as np
from tensorflow.keras import backend as K
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential


def as_probability(scores):
    # pixel values go in as they are, 0 to 255
    return K.clip(scores, 0.0, 1.0)


model = Sequential([Dense(1, kernel_initializer="ones"), Lambda(as_probability)])
model.compile(optimizer="adam", loss="mse")
images = np.random.randint(100, 255, size=(16, 8)).astype("float32")
model.fit(images, np.random.randint(0, 2, size=(16, 1)).astype("float32"), epochs=2, verbose=0)
