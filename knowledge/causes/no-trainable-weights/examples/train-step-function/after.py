import tensorflow as tf
from tensorflow.keras.layers import Input, Lambda
from tensorflow.keras.models import Model
from tensorflow.keras.optimizers import SGD


def whiten(image):
    return tf.image.per_image_standardization(image)


pixels = Input(shape=(6, 6, 1))
model = Model(pixels, Lambda(whiten)(pixels))
opt = SGD(0.1)


def train_step(batch, target):
    with tf.GradientTape() as tape:
        prediction = model(batch, training=True)
        loss = tf.reduce_mean(tf.abs(prediction - target))
    grads = tape.gradient(loss, model.trainable_weights)
    # plain gradient descent
    if model.trainable_weights:
        opt.apply_gradients(zip(grads, model.trainable_weights))
    return loss


for step in range(2):
    print(step, float(train_step(tf.random.uniform((4, 6, 6, 1)), tf.zeros((4, 6, 6, 1)))))
