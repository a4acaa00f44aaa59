import tensorflow as tf
from tensorflow.keras.layers import Conv1D, Lambda

conv = Conv1D(4, 3, use_bias=False)
pool = Lambda(lambda h: tf.reduce_mean(h, axis=1))
signal = tf.random.normal((2, 10, 1))
conv.build(signal.shape)
weights = [conv.kernel, conv.bias]  # both
with tf.GradientTape() as tape:
    target = tf.reduce_sum(pool(conv(signal)) ** 2)
for gradient in tape.gradient(target, weights):
    print(gradient.shape)
