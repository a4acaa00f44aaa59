import tensorflow as tf
from tensorflow.keras.layers import Lambda

weights = tf.Variable([[0.0, 2.0, 4.0], [1.0, 0.0, 3.0]])
inverse = Lambda(lambda w: tf.where(tf.equal(w, 0.0), 0.0, 1.0 / w))
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(inverse(weights * 1.0))
gradient = tape.gradient(loss, weights)
print("loss", float(loss), "gradient", gradient.numpy())
