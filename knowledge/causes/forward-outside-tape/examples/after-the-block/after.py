import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

net = Sequential([Dense(3, activation="relu"), Lambda(lambda h: h + 1.0), Dense(1)])
opt = tf.keras.optimizers.Adam(1e-3)
mse = tf.keras.losses.MeanSquaredError()


def train_step(inputs, labels):
    with tf.GradientTape() as tape:
        outputs = net(inputs, training=True)
        logits = tf.squeeze(outputs, -1)
        loss = mse(labels, logits)  # the scalar to minimise
    grads = tape.gradient(loss, net.trainable_variables)
    opt.apply_gradients(zip(grads, net.trainable_variables))
    return loss


train_step(tf.random.normal((8, 2)), tf.random.normal((8,)))
