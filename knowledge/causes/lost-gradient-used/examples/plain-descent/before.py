import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

model = Sequential([Dense(3), Lambda(lambda h: tf.tanh(h)), Dense(1)])
penalty = tf.Variable(0.1, name="penalty")
x, y = tf.random.normal((6, 2)), tf.random.normal((6, 1))
model(x)
weights = model.trainable_variables + [penalty]
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.abs(model(x) - y))
steps = tape.gradient(loss, weights)
for variable, step in zip(weights, steps):
    variable.assign_sub(0.01 * step)  # gradient descent
