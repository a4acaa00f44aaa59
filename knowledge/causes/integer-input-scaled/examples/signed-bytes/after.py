import tensorflow as tf
from tensorflow import keras


def to_unit_range(pixels):
    """From 0..255 to -1..1."""
    pixels = tf.cast(pixels, keras.backend.floatx())
    return pixels * (1 / 127.5) - 1.0


frames = keras.Input(shape=(6, 6, 1), dtype=tf.uint8)
x = keras.layers.Lambda(to_unit_range)(frames)
x = keras.layers.GlobalAveragePooling2D()(x)
model = keras.Model(frames, x)
print(model.predict(tf.zeros((2, 6, 6, 1), tf.uint8), verbose=0))
