import tensorflow as tf


def classifier(classes):
    temperature = tf.Variable(2.0, trainable=True)

    def soften(logits):
        return tf.nn.softmax(logits / temperature)

    return tf.keras.Sequential([
        tf.keras.layers.Dense(classes),
        tf.keras.layers.Lambda(soften),
    ])


model = classifier(3)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(tf.random.normal((15, 4)), tf.random.uniform((15,), 0, 3, dtype=tf.int32), verbose=0)
