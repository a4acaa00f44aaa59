import numpy as np
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class LeakyLayer(tf.keras.layers.Layer):
    def __init__(self, slope, **kwargs):
        super().__init__(**kwargs)
        self.slope = slope

    def call(self, h):
        return h * self.slope

    def get_config(self):
        return {**super().get_config(), "slope": self.slope}


leaky = LeakyLayer(slope=0.2, name="leaky")
net = tf.keras.Sequential([tf.keras.layers.Input((3,)), tf.keras.layers.Dense(3), leaky])
net.save("leaky.h5")
copy = tf.keras.models.load_model("leaky.h5", safe_mode=False)
np.testing.assert_allclose(copy(np.eye(3, dtype="float32")), net(np.eye(3, dtype="float32")), rtol=1e-5)
