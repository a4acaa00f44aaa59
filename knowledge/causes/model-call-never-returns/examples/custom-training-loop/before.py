import tensorflow as tf


class Regressor(tf.keras.Model):
    def __init__(self):
        super(Regressor, self).__init__()
        self.hidden = tf.keras.layers.Dense(8, activation="tanh")
        self.double = tf.keras.layers.Lambda(lambda t: 2.0 * t)
        self.out = tf.keras.layers.Dense(1)

    def call(self, x):
        x = self.hidden(x)
        x = self.double(x)
        self.out(x)


x, y = tf.random.normal((16, 3)), tf.random.normal((16, 1))
model = Regressor()
optimizer = tf.keras.optimizers.SGD(0.05)
mse = tf.keras.losses.MeanSquaredError()
for step in range(3):
    with tf.GradientTape() as tape:
        loss = mse(y, model(x))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
