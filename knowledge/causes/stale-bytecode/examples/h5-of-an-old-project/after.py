import re

import h5py
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model, load_model

i = Input((6,))
h = Dense(3, name="embed")(i)


@tf.keras.utils.register_keras_serializable()
class UnitLayer(tf.keras.layers.Layer):
    def call(self, v):
        return v * 3.0


unit = UnitLayer(name="unit")(h)
facenet = Model(i, unit)
facenet.save("facenet.h5")

# what a file looks like that was written years ago: bytecode that this Python cannot read
with h5py.File("facenet.h5", "r+") as file:
    text = file.attrs["model_config"]
    file.attrs["model_config"] = re.sub(r'"4w[\w+/=\\]+"', '"bGxsbGxsbGw="', text)

facenet.load_weights("facenet.h5")
print(facenet(tf.ones((1, 6))).shape)
