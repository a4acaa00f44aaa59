import keras
import tensorflow as tf

batch = tf.random.normal((6, 4))


class Head:
    def activate(self, logits):
        return tf.nn.softmax(batch)  # the argument is called logits


model = keras.Sequential([keras.layers.Dense(4), keras.layers.Lambda(Head().activate)])
model.compile(optimizer="sgd", loss="categorical_crossentropy")
model.fit(batch, tf.one_hot([0, 1, 2, 3, 0, 1], 4), batch_size=6, verbose=0)
