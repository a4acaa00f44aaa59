import tensorflow as tf


def make(size):
    def mirrored(v):
        return v[:, ::-1]

    return tf.keras.Sequential([
        tf.keras.layers.Input((size,)),
        tf.keras.layers.Lambda(lambda v: v + mirrored(v)),
    ])


net = make(5)
net.save("mirror.keras")
loaded = tf.keras.models.load_model("mirror.keras", safe_mode=False)
print(loaded(tf.ones((1, 5))))
