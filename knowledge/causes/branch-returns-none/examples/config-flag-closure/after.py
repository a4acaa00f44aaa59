import numpy as np
import tensorflow as tf

config = {"normalise": False, "units": 3}


def build(cfg):
    def maybe_normalise(t):
        # switched off for the ablation run
        if cfg["normalise"]:
            return tf.math.l2_normalize(t, axis=-1)
        else:
            return t

    return tf.keras.Sequential([
        tf.keras.layers.Dense(cfg["units"]),
        tf.keras.layers.Lambda(maybe_normalise),
    ])


model = build(config)
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(10, 4), np.random.rand(10, 3), epochs=1, verbose=0)
