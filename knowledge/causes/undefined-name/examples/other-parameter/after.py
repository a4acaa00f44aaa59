import tensorflow as tf
from tensorflow import keras

i = keras.Input((4,))
o = keras.layers.Lambda(lambda x: tf.square(x))(i)
model = keras.Model(i, o)
print(model(tf.ones((1, 4))))
