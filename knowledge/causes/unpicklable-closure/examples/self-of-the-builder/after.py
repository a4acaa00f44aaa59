import numpy as np
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class SoftLayer(tf.keras.layers.Layer):
    def __init__(self, temperature, **kwargs):
        super().__init__(**kwargs)
        self.temperature = temperature

    def call(self, t):
        return tf.nn.softmax(t / self.temperature)

    def get_config(self):
        return {**super().get_config(), "temperature": self.temperature}


class Network:
    def __init__(self, temperature):
        self.temperature = temperature

    def build(self):
        logits = tf.keras.layers.Input((3,))
        soft = SoftLayer(temperature=self.temperature, name="soft")(logits)
        return tf.keras.Model(logits, soft)


model = Network(2.0).build()
model.save("soft.keras")
print(model(np.eye(3, dtype="float32")))
