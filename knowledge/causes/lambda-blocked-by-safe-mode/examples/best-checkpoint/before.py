import os

import numpy as np
import tensorflow as tf


def make_model():
    return tf.keras.Sequential([
        tf.keras.layers.Input((3,)),
        tf.keras.layers.Lambda(lambda v: tf.math.l2_normalize(v, axis=-1), name="unit_length"),
        tf.keras.layers.Dense(1),
    ])


best = os.path.join(os.getcwd(), "best.keras")
net = make_model()
net.compile(optimizer="sgd", loss=tf.keras.losses.MeanSquaredError())
keep = tf.keras.callbacks.ModelCheckpoint(best, monitor="loss", save_best_only=True)
net.fit(np.random.rand(8, 3), np.random.rand(8, 1), epochs=1, verbose=0, callbacks=[keep])
net = tf.keras.models.load_model(best)  # go on from the best epoch
net.evaluate(np.random.rand(8, 3), np.random.rand(8, 1), verbose=0)
