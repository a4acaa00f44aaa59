import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

critic = Sequential([Dense(5, activation="relu"), Lambda(lambda h: tf.reduce_sum(h, axis=1, keepdims=True))])


def gradient_penalty(real, fake):
    alpha = tf.random.uniform((4, 1))
    mixed = tf.convert_to_tensor(real * alpha + fake * (1.0 - alpha))
    with tf.GradientTape() as gp_tape:
        score = critic(mixed)
    # how steep is the critic between the two?
    slope = gp_tape.gradient(score, mixed)
    return tf.reduce_mean(tf.square(tf.sqrt(tf.reduce_sum(tf.square(slope), axis=1) + 1e-12) - 1.0))


print(float(gradient_penalty(tf.random.normal((4, 3)), tf.random.normal((4, 3)))))
