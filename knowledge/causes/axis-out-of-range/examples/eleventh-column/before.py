import keras
import numpy as np
import tensorflow as tf


def pick(table):
    # the price stands in the last column
    price = table[:, 10]
    return tf.expand_dims(price, -1)


columns = keras.Input(shape=(10,))
price = keras.layers.Lambda(pick, name="price")(columns)
model = keras.Model(columns, keras.layers.Dense(1)(price))
model.predict(np.ones((3, 10), "float32"), verbose=0)
