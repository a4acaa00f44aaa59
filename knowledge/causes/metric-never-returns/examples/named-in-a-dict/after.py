import numpy as np
import tensorflow as tf

layers = tf.keras.layers


def psnr(truth, picture):
    error = tf.reduce_mean(tf.square(truth - picture), axis=[1, 2, 3])
    error = tf.maximum(error, 1e-6)
    decibels = -10.0 * tf.math.log(error) / tf.math.log(10.0)
    return decibels


image = tf.keras.Input((6, 6, 1))
clean = layers.Conv2D(1, 3, padding="same")(image)
clean = layers.Lambda(lambda t: tf.clip_by_value(t, 0.0, 1.0), name="clean")(clean)
denoiser = tf.keras.Model(image, clean)
denoiser.compile(optimizer="adam", loss="mse", metrics={"clean": psnr})
pictures = np.random.rand(4, 6, 6, 1).astype("float32")
denoiser.fit(pictures, pictures, epochs=1, verbose=0)
