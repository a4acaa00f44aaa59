import numpy as np
import tensorflow as tf


class Trainer:
    def __init__(self):
        self.model = tf.keras.Sequential([
            tf.keras.layers.Dense(4),
            tf.keras.layers.Lambda(lambda h: tf.nn.elu(h)),
            tf.keras.layers.Dense(1),
        ])
        self.optimizer = tf.keras.optimizers.SGD(0.01)

    def step(self, x, y):
        with tf.GradientTape() as tape:
            pred = self.model(x)
            loss = tf.reduce_mean(tf.square(pred - y))
        grads = tape.gradient(loss, self.model.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))


Trainer().step(np.ones((4, 3), "float32"), np.ones((4, 1), "float32"))
