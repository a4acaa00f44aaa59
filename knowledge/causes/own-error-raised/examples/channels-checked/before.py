import tensorflow as tf
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Lambda


def to_gray(images):
    if images.shape[-1] != 3:
        raise ValueError(f"RGB images wanted, got {images.shape[-1]} channels")
    return tf.image.rgb_to_grayscale(images)


images = Input((8, 8, 4))
model = Model(images, Lambda(to_gray)(images))
print(model.output_shape)
