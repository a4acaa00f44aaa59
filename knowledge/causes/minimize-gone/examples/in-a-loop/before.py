import tensorflow as tf
from tensorflow.keras.layers import Dense, Lambda
from tensorflow.keras.models import Sequential

model = Sequential([Dense(1), Lambda(lambda h: tf.squeeze(h, -1))])
x, y = tf.random.normal((16, 2)), tf.random.normal((16,))
model(x)
opt = tf.keras.optimizers.Adam(learning_rate=0.01)
for step in range(3):
    # one step
    opt.minimize(lambda: tf.reduce_mean(tf.square(model(x) - y)), var_list=model.trainable_variables)
