import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

i = keras.Input((4,))
h = layers.Dense(3)(i)
h = layers.Lambda(lambda x: tf.nn.relu)(h)
model = keras.Model(i, layers.Dense(1)(h))
print(model(tf.ones((2, 4))))
