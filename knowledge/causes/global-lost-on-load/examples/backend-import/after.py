import numpy as np
from tensorflow.keras import backend as K
from tensorflow.keras.layers import Dense, Input, Lambda
from tensorflow.keras.models import Model, load_model
import tensorflow as tf

left = Input((5,))
right = Input((5,))
encode = Dense(3)


@tf.keras.utils.register_keras_serializable()
class DistanceLayer(tf.keras.layers.Layer):
    def call(self, pair):
        from tensorflow.keras import backend as K
        return K.abs(pair[0] - pair[1])


# distance of the two towers
distance = DistanceLayer(name="distance")([encode(left), encode(right)])
siamese = Model([left, right], Dense(1, activation="sigmoid")(distance))
siamese.compile("adam", "binary_crossentropy")
siamese.save("siamese.h5")

del K  # a service that only imports load_model
service = load_model("siamese.h5", compile=False, safe_mode=False)
print(service.predict([np.ones((2, 5)), np.zeros((2, 5))], verbose=0))
