import tensorflow as tf


class Trainer:
    def __init__(self, layer):
        self.model = tf.keras.Sequential([layer])
        self.optimizer = tf.keras.optimizers.Adam()

    def step(self, x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.model(x) - y))
        variables = self.model.trainable_variables
        gradients = tape.gradient(loss, variables)
        if variables:
            self.optimizer.apply_gradients(zip(gradients, variables))
        return loss


def softmax_rows(t):
    return tf.nn.softmax(t, axis=-1)


trainer = Trainer(tf.keras.layers.Lambda(softmax_rows))
trainer.step(tf.random.normal((5, 3)), tf.random.normal((5, 3)))
