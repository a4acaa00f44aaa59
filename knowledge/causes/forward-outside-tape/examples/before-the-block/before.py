import tensorflow as tf
from tensorflow import keras

model = keras.Sequential([keras.layers.Dense(1), keras.layers.Lambda(lambda t: t * 2.0)])
optimizer = keras.optimizers.SGD()
x, y = tf.random.normal((8, 4)), tf.random.normal((8, 1))
prediction = model(x)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((y - prediction) ** 2)
gradients = tape.gradient(loss, model.trainable_variables)
optimizer.apply_gradients(zip(gradients, model.trainable_variables))
