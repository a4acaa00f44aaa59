import tensorflow as tf
from tensorflow.keras import layers

pictures = tf.random.uniform((12, 4, 4, 1))
data = tf.data.Dataset.from_tensor_slices(pictures).batch(4)

model = tf.keras.Sequential([
    layers.Flatten(),
    layers.Dense(5, activation="relu"),
    layers.Lambda(lambda t: t + 0.5),
    layers.Dense(16),
])
model.compile(optimizer="adam", loss="mse")
model.fit(data, epochs=1, verbose=0)
