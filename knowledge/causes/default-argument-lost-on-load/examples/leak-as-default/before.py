import numpy as np
import tensorflow as tf

leaky = tf.keras.layers.Lambda(lambda h, slope=0.2: h * slope, name="leaky")
net = tf.keras.Sequential([tf.keras.layers.Input((3,)), tf.keras.layers.Dense(3), leaky])
net.save("leaky.h5")
copy = tf.keras.models.load_model("leaky.h5", safe_mode=False)
np.testing.assert_allclose(copy(np.eye(3, dtype="float32")), net(np.eye(3, dtype="float32")), rtol=1e-5)
