import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

prior = tf.constant([[0.2, 0.3, 0.5]])


def with_prior(values):
    return lambda logits: tf.repeat(values, 4, axis=0)


model = Sequential([Dense(3), Lambda(with_prior(prior))])
x, target = tf.random.normal((4, 5)), tf.random.normal((4, 3))
optimizer = tf.keras.optimizers.Adam()
with tf.GradientTape() as tape:
    error = tf.reduce_mean(tf.square(target - model(x)))
gradients = tape.gradient(error, model.trainable_variables)
optimizer.apply_gradients(zip(gradients, model.trainable_variables))
