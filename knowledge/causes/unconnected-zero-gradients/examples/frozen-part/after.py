import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

encoder = Sequential([Dense(3), Lambda(lambda h: tf.nn.l2_normalize(h, axis=-1))])
spare = Sequential([Dense(2)])
x = tf.random.normal((4, 6))
encoder(x), spare(x)
variables = encoder.trainable_variables + spare.trainable_variables
optimizer = tf.keras.optimizers.SGD(0.1)
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(encoder(x)[:, 0])
grads = tape.gradient(loss, [v.value for v in variables], unconnected_gradients="zero")  # no None
optimizer.apply_gradients(zip(grads, variables))
