import tensorflow as tf


def train():
    net = tf.keras.Sequential([
        tf.keras.layers.Input((3,)),
        tf.keras.layers.Lambda(lambda v: v - 0.5, name="centre"),
        tf.keras.layers.Dense(1),
    ])
    net.compile(optimizer="sgd", loss="mae")
    net.fit(tf.random.normal((8, 3)), tf.random.normal((8, 1)), verbose=0)
    return net


train().save("centre.h5")
net = tf.keras.models.load_model("centre.h5", safe_mode=False, compile=False)  # for predictions
print(net(tf.zeros((1, 3))))
