import tensorflow as tf
from tensorflow import keras

embedding = keras.layers.Embedding(5, 3)
total = keras.layers.Lambda(lambda rows: tf.reduce_sum(rows, axis=[1, 2]))
words = tf.constant([[0, 1], [1, 4]])
embedding(words)
table = embedding.trainable_variables[0]
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(total(embedding(words)))
gradient = tf.convert_to_tensor(tape.gradient(loss, table))
shifted = gradient - 0.01
print(shifted.shape)
