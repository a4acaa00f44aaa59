import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model

# the auxiliary head must not train the trunk
x = Input(shape=(6,))
trunk = Dense(8, activation="relu", name="trunk")(x)
detached = Lambda(lambda t: tf.stop_gradient(t), name="detach")(trunk)
y = Dense(1, name="head")(detached)
model = Model(x, y)
model.compile(optimizer="adam", loss="mse")
model.fit(tf.random.normal((20, 6)), tf.random.normal((20, 1)), epochs=2, verbose=0)
