import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers

model = Sequential([
    layers.Dense(4, activation="relu"),
    layers.Lambda(lambda h: tf.reduce_mean(h, axis=-1, keepdims=True)),
])
optimizer = tf.keras.optimizers.Adam()


def mean_square(y_true, y_pred):
    y_true = tf.cast(y_true, y_pred.dtype)
    return tf.reduce_mean(tf.square(y_true - y_pred))


ages = np.array([[31], [45], [27]])
features = np.random.rand(3, 5).astype("float32")
for step in range(2):
    with tf.GradientTape() as tape:
        loss = mean_square(tf.constant(ages), model(features))
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
