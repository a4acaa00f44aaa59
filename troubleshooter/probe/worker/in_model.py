"""The exercised layer inside a model: built around it, and trained for one step behind a trainable scaling."""

# ruff: noqa: B905  (zip has no `strict` before Python 3.10)

from . import captured, results, samples

SCALING = "troubleshooter_scaling_before_the_exercised_layer"


def symbolic(subject, spec):
    """A Keras input for one spec."""
    batch = spec.shape[0] if spec.fixed else None
    return subject.family.Input(shape=tuple(spec.shape[1:]), batch_size=batch, dtype=spec.dtype)


def as_layer(subject):
    """The subject as a layer: a plain function is put into a Lambda."""
    return subject.callee if subject.is_layer else subject.family.layers.Lambda(subject.callee)


def build(subject):
    """(R of building Input -> layer -> Model, the model or None)."""
    if not subject.specs or any(not spec.shape for spec in subject.specs):
        return results.skipped("there is no input with a batch dimension"), None
    try:
        entries = [symbolic(subject, spec) for spec in subject.specs]
        value = apply_to(as_layer(subject), subject, entries)
        model = subject.family.Model(entries, value)
    except BaseException as problem:
        return results.raised(problem, subject.path), None
    return results.describe(value, with_values=False), model


def apply_to(layer, subject, tensors):
    """Call a layer with `tensors` in the place of the specs."""
    supply = iter(tensors)

    def convert(leaf):
        return next(supply) if isinstance(leaf, samples.Spec) else leaf

    args, kwargs = samples.map_values(convert, [list(subject.args), dict(subject.kwargs)])
    return layer(*args, **kwargs)


def step(subject, model):
    """R of one training step in graph mode behind a trainable scaling, with the gradient that reaches it."""
    import tensorflow as tf

    if model is None:
        return results.skipped("the model could not be built")
    if not any(tf.as_dtype(spec.dtype).is_floating for spec in subject.specs):
        return results.skipped("no input is a floating number: nothing before it can be trained")
    try:
        trained, scales, inputs = scaled_model(subject)
    except BaseException as problem:
        return results.raised(problem, subject.path)
    observed = results.attempt(subject.path, lambda: train_once(trained, inputs))
    observed["upstream"] = upstream(trained, scales, inputs)
    return observed


def scaled_model(subject):
    """(a model Input -> scaling -> layer, the scaling layers, stand-in inputs for it)."""
    import tensorflow as tf

    family = subject.family

    class Scaling(family.layers.Layer):
        def build(self, _shape):
            self.gain = self.add_weight(name="gain", shape=(1,), initializer="ones", trainable=True)

        def call(self, inputs):
            return inputs * tf.cast(self.gain, inputs.dtype)

    entries = [symbolic(subject, spec) for spec in subject.specs]
    # Names of its own: a model refuses two layers of one name, and a Lambda may well be called "scaling".
    names = ["%s_%d" % (SCALING, index) for index in range(len(subject.specs))]
    floats = [tf.as_dtype(spec.dtype).is_floating for spec in subject.specs]
    scales = [
        Scaling(dtype=spec.dtype, name=name) if floating else None
        for spec, name, floating in zip(subject.specs, names, floats)
    ]
    tensors = [entry if scale is None else scale(entry) for entry, scale in zip(entries, scales)]
    model = family.Model(entries, apply_to(as_layer(subject), subject, tensors))
    filled = [leaf for leaf in samples.leaves(subject.fill("mixed", 4)) if tf.is_tensor(leaf)]
    return model, [scale for scale in scales if scale is not None], filled


def train_once(model, inputs):
    """One `train_on_batch`; the loss as a tensor."""
    import numpy
    import tensorflow as tf

    def mean_square(_truth, value):
        return tf.reduce_mean(tf.square(tf.cast(value, tf.float32)))

    outputs = model.outputs
    rows = int(inputs[0].shape[0])
    truth = [numpy.zeros((rows, 1), "float32") for _ in outputs]
    model.compile(optimizer="sgd", loss=[mean_square] * len(outputs) if len(outputs) > 1 else mean_square)
    kept = [numpy.array(weight) for weight in model.get_weights()]
    loss = model.train_on_batch(inputs if len(inputs) > 1 else inputs[0], truth if len(truth) > 1 else truth[0])
    model.set_weights(kept)  # the live layer's own weights are as the program left them
    return tf.constant(numpy.ravel(loss)[0])


def upstream(model, scales, inputs):
    """G of the scaling weights, taken in graph mode."""
    import tensorflow as tf

    weights = [captured.plain_variable(scale.gain) for scale in scales]
    missing = []

    @tf.function(autograph=False)
    def taken(tensors):
        with tf.GradientTape() as tape:
            value = model(tensors if len(tensors) > 1 else tensors[0], training=True)
            if value is None:
                raise ValueError("there is no output to take a gradient of")
            floats = results.floats_of(value)
            loss = results.loss_of(floats) if floats else tf.constant(0.0)
        found = tape.gradient(loss, weights)
        missing[:] = [one is None for one in found]
        return [tf.zeros(()) if one is None else tf.convert_to_tensor(one) for one in found]

    try:
        found = taken(inputs)
    except BaseException:
        return "not-meaningful"
    return results.joined(["none" if gone else results.gradient_word(one) for one, gone in zip(found, missing)])
