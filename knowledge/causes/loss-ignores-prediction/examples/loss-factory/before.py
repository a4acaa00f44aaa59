import keras
import tensorflow as tf


def focal(gamma):
    def loss(y, p):
        p_t = tf.where(y > 0.5, y, 1.0 - y)
        return -tf.reduce_mean((1.0 - p_t) ** gamma * tf.math.log(p_t + 1e-7))

    return loss


model = keras.Sequential([
    keras.layers.Dense(1),
    keras.layers.Lambda(lambda logit: tf.sigmoid(logit)),
])
model.compile(loss=focal(2.0), optimizer="rmsprop")
model.fit(tf.random.normal((10, 2)), tf.round(tf.random.uniform((10, 1))), verbose=0)
