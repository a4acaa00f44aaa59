import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model


def blur(x):
    noise = tf.random_normal(tf.shape(x), stddev=0.1)  # small noise
    return tf.div(x + noise, tf.to_float(tf.shape(x)[1]))


inp = Input((4,))
model = Model(inp, Dense(1)(Lambda(blur, name="blur")(Dense(4)(inp))))
model.compile(optimizer="sgd", loss="mse")
model.fit(tf.random.uniform((8, 4)), tf.random.uniform((8, 1)), verbose=0)
