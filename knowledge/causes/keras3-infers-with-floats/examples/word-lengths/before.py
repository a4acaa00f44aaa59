import tensorflow as tf
from tensorflow import keras

text = keras.Input(shape=(1,), dtype="string")
length = keras.layers.Lambda(lambda s: tf.cast(tf.strings.length(s), tf.float32))(text)
model = keras.Model(text, keras.layers.Dense(1)(length))
print(model(tf.constant([["spam"], ["ham"]])))
