import tensorflow as tf
from tensorflow import keras

i = keras.Input((4,))
h = keras.layers.Lambda(lambda x: [tf.nn.relu(x), tf.nn.relu(-x)])(i)
o = keras.layers.Dense(2)(h)
model = keras.Model(i, o)
print(model(tf.ones((1, 4))))
