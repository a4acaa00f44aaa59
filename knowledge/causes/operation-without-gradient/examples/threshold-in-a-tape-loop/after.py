import tensorflow as tf


class Gate:
    def __init__(self, threshold):
        self.threshold = threshold

    def open(self, t):
        return (t - self.threshold) + tf.stop_gradient(tf.cast(t > self.threshold, t.dtype) - (t - self.threshold))


model = tf.keras.Sequential([
    tf.keras.layers.Dense(4),
    tf.keras.layers.Lambda(Gate(0.0).open),
    tf.keras.layers.Dense(1),
])
x, y = tf.random.normal((16, 3)), tf.random.normal((16, 1))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(model(x) - y))
grads = tape.gradient(loss, model.trainable_variables)
for grad, variable in zip(grads, model.trainable_variables):
    print(variable.shape, grad.dtype, float(tf.norm(grad)))
