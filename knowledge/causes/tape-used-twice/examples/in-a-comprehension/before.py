import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda

dense = Dense(2)
split = Lambda(lambda h: tf.unstack(h, axis=-1))
with tf.GradientTape(watch_accessed_variables=True) as t:
    outputs = split(dense(tf.ones((3, 4))))
# one gradient for each output
rows = [t.gradient(output, dense.trainable_variables) for output in outputs]
print(len(rows))
