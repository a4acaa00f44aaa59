import tensorflow as tf
from tensorflow import keras

left, right = keras.Input((3,)), keras.Input((3,))
scaled = keras.layers.Lambda(lambda x: x * 2)([left, right])
joined = keras.layers.Concatenate()(scaled)
model = keras.Model([left, right], keras.layers.Dense(1)(joined))
print(model([tf.ones((1, 3)), tf.ones((1, 3))]))
