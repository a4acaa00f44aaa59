import tensorflow as tf


def make_model(factor):
    def amplify(x):
        x *= factor
        return x
        # done

    return tf.keras.Sequential([
        tf.keras.layers.Dense(4),
        tf.keras.layers.Lambda(amplify),
        tf.keras.layers.Dense(1),
    ])


model = make_model(2.0)
model.compile(optimizer=tf.keras.optimizers.SGD(0.01), loss=tf.keras.losses.MeanSquaredError())
data = tf.data.Dataset.from_tensor_slices((tf.random.normal((12, 3)), tf.random.normal((12, 1)))).batch(4)
model.fit(data, epochs=1, verbose=0)
