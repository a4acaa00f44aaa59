import re

import h5py
import tensorflow as tf
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model, load_model

i = Input((6,))
h = Dense(3, name="embed")(i)
unit = Lambda(lambda v: v * 3.0, name="unit")(h)
facenet = Model(i, unit)
facenet.save("facenet.h5")

# what a file looks like that was written years ago: bytecode that this Python cannot read
with h5py.File("facenet.h5", "r+") as file:
    text = file.attrs["model_config"]
    file.attrs["model_config"] = re.sub(r'"4w[\w+/=\\]+"', '"bGxsbGxsbGw="', text)

facenet = load_model("facenet.h5", compile=False, safe_mode=False)
print(facenet(tf.ones((1, 6))).shape)
