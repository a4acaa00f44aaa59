import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

model = Sequential([Dense(1), Lambda(lambda h: tf.squeeze(h, -1))])
x, y = tf.random.normal((16, 2)), tf.random.normal((16,))
model(x)
opt = tf.keras.optimizers.Adam(learning_rate=0.01)
for step in range(3):
    # one step
    with tf.GradientTape() as tape:
        loss_value = tf.reduce_mean(tf.square(model(x) - y))
    gradients = tape.gradient(loss_value, model.trainable_variables)
    opt.apply_gradients(zip(gradients, model.trainable_variables))
