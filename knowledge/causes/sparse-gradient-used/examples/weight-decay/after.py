import tensorflow as tf
from tensorflow.keras.layers import Dense, Embedding, Lambda
from tensorflow.keras.models import Sequential

model = Sequential([Embedding(10, 4), Lambda(lambda e: tf.reduce_mean(e, axis=1)), Dense(1)])
words = tf.constant([[1, 2, 3], [4, 5, 6]])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(words) ** 2)
grads = [tf.convert_to_tensor(g) for g in tape.gradient(loss, model.trainable_variables)]
# by hand: the gradient with weight decay
decayed = [g * 0.5 + 0.01 for g in grads]
print(len(decayed))
