import tensorflow as tf
from tensorflow import keras

generator = keras.Sequential([keras.layers.Dense(3), keras.layers.Lambda(lambda t: tf.tanh(t))])
critic = keras.Sequential([keras.layers.Dense(1)])
noise = tf.random.normal((4, 2))
with tf.GradientTape(persistent=True) as tape:
    score = critic(generator(noise))
    loss = tf.reduce_mean(score)
g_grads = tape.gradient(loss, generator.trainable_variables)
c_grads = tape.gradient(loss, critic.trainable_variables)
print(len(g_grads), len(c_grads))
