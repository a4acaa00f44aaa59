import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(3,))
h = layers.Dense(4, activation="tanh")(inputs)
model = keras.Model(inputs, [layers.Dense(1)(h), layers.Lambda(lambda t: t * 0.5)(layers.Dense(2)(h))])
x = tf.random.normal((5, 3))
with tf.GradientTape() as tape:
    first, _ = model(x)
    loss = tf.reduce_mean(first**2)
grads = tape.gradient(loss, model.trainable_variables, unconnected_gradients=tf.UnconnectedGradients.ZERO)
print([float(tf.norm(g)) for g in grads])
