import tensorflow as tf
from tensorflow import keras

model = keras.Sequential([
    keras.layers.Dense(3),
    keras.layers.Lambda(lambda h: (tf.nn.l2_normalize(h, axis=-1),)),
    keras.layers.Dense(1),
])
print(model(tf.ones((2, 5))))
