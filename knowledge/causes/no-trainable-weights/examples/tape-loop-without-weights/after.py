import numpy as np
import tensorflow as tf
from tensorflow import keras

inputs = keras.Input(shape=(3,))
outputs = keras.layers.Lambda(lambda t: t * 2.0)(inputs)
model = keras.Model(inputs, outputs)
optimizer = keras.optimizers.Adam(learning_rate=0.01)
mse = keras.losses.MeanSquaredError()

x = np.random.rand(8, 3).astype("float32")
y = np.random.rand(8, 3).astype("float32")

with tf.GradientTape() as tape:
    loss = mse(y, model(x))
gradients = tape.gradient(loss, model.trainable_variables)
if model.trainable_variables:
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
print("one step done")
