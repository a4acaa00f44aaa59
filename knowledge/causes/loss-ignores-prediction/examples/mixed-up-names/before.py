import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential


def weighted_error(target, output):
    weights = K.abs(target) + 1.0
    error = K.square(target - K.mean(target))
    return K.mean(weights * error, axis=-1)


model = Sequential()
model.add(Dense(8, activation="relu"))
model.add(Dense(2))
model.add(Lambda(lambda h: h / 10.0))
model.compile(optimizer="adam", loss=weighted_error)
model.fit(tf.random.normal((12, 3)), tf.random.normal((12, 2)), epochs=1, verbose=0)
