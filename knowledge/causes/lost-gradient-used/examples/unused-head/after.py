import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(4,))
h = layers.Dense(6, activation="relu")(inputs)
scaled = layers.Lambda(lambda t: t / 6.0)(h)
model = keras.Model(inputs, [layers.Dense(1)(scaled), layers.Dense(2, name="spare")(scaled)])
optimizer = keras.optimizers.SGD(0.1)
x, y = tf.random.normal((8, 4)), tf.random.normal((8, 1))
with tf.GradientTape() as tape:
    prediction, _ = model(x)
    loss = tf.reduce_mean((prediction - y) ** 2)
grads = tape.gradient(loss, model.trainable_variables)
with_gradient = [(g, v) for g, v in zip(grads, model.trainable_variables) if g is not None]
grads, trained = zip(*with_gradient)
clipped = [tf.clip_by_norm(g, 1.0) for g in grads]
optimizer.apply_gradients(zip(clipped, trained))
