import tensorflow as tf


class Counter:
    def count(self, waves):
        import numpy

        return numpy.asarray(numpy.sum(waves > 0.5, axis=1, keepdims=True), dtype=numpy.int32)

    def counted(self, waves):
        counts = tf.numpy_function(self.count, [waves], tf.int32)
        return tf.cast(tf.ensure_shape(counts, (None, 1)), tf.float32)


model = tf.keras.Sequential([tf.keras.layers.Lambda(Counter().counted)])
print(model.predict(tf.random.uniform((3, 6)), verbose=0))
