import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

HEADS = 4


def split_heads(x):
    # (batch, time, features) -> (batch, time, heads, features per head)
    batch, steps = tf.shape(x)[0], x.shape[1]
    return tf.reshape(x, (batch, steps, HEADS, x.shape[2] // HEADS))


inputs = tf.keras.Input(shape=(6, 8))
heads = layers.Lambda(split_heads)(inputs)
pooled = layers.GlobalAveragePooling2D()(heads)
model = tf.keras.Model(inputs, layers.Dense(1)(pooled))
model.compile(optimizer="adam", loss="mse")
model.fit(np.ones((4, 6, 8), "float32"), np.ones((4, 1), "float32"), epochs=1, verbose=0)
