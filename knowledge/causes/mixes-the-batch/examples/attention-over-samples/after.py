import keras
import numpy as np
import tensorflow as tf


def attend(scores):
    """Attention weights of every step."""
    weights = tf.nn.softmax(scores, axis=-1)
    return weights


steps = keras.Input((7,))
scores = keras.layers.Dense(7)(steps)
model = keras.Model(steps, keras.layers.Lambda(attend, name="attention")(scores))
out = model.predict(np.random.RandomState(1).rand(5, 7).astype("float32"), verbose=0)
print("weights of the first sample add up to", out[0].sum())
