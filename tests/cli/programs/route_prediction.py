"""The last layer's function computes a percentage and keeps it to itself; on Keras 2 the loss meets the None."""

import numpy as np
import tensorflow as tf


def as_percent(logits):
    shares = tf.nn.softmax(logits)
    shares = shares * 100.0


features = tf.keras.Input(shape=(6,))
logits = tf.keras.layers.Dense(3)(features)
percent = tf.keras.layers.Lambda(as_percent, name="percent")(logits)
scorer = tf.keras.Model(features, percent)
scorer.compile(optimizer="sgd", loss="mse")
scorer.fit(np.ones((8, 6), "float32"), np.ones((8, 3), "float32"), verbose=0)
