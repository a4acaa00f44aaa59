import tensorflow as tf
from tensorflow.keras import layers

root = layers.Lambda(lambda counts: tf.sqrt(tf.cast(counts, tf.keras.backend.floatx())), name="root")
head = layers.Dense(1)

visits = tf.constant([[1, 4, 9], [16, 25, 36]])
print(head(root(visits)))
