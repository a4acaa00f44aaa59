import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(8,))
h = layers.Dense(6, activation="tanh")(inputs)
model = keras.Model(inputs, layers.Lambda(lambda t: tf.reduce_max(t, axis=-1))(h))
image = tf.constant(np.random.rand(2, 8).astype("float32"))
with tf.GradientTape() as tape:
    tape.watch(image)
    score = model(image)
saliency = tape.gradient(score, image)
print(tf.abs(saliency).numpy().max())
