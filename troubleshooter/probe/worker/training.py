"""What the program's own training shows: its first batch and weights are kept, and looked at again when it has ended.

NaN hides: a loss may be fine while the gradient of a weight is NaN, and after one step all is NaN. So the first step is
taken again, eagerly, with the weights as they were.
"""

import functools

from . import captured, results, samples

ROWS = 256
TRAININGS_KEPT = 4
METHODS = ("fit", "train_on_batch", "predict", "evaluate")


class Training:
    """One call of fit: the model, its weights before (None: not built yet), the first batch, and how it ended."""

    def __init__(self, model, weights, batch):
        self.model = model
        self.weights = weights
        self.batch = batch
        self.ended = "unknown"


def install(recorder):
    """Wrap what trains and what predicts, in every Keras of this process."""
    from . import record

    for family in recorder.families:
        for name in METHODS:
            for owner in record.owners(family.Model, name)[:1]:
                record.wrap(owner, name, functools.partial(watch, recorder=recorder, name=name))


def watch(original, recorder, name):
    """Keeps the first batch of a training and whether its numbers stay finite."""

    def method(self, *args, **kwargs):
        training = begin(recorder, self, args, kwargs) if name in {"fit", "train_on_batch"} else None
        result = original(self, *args, **kwargs)
        if recorder.active:
            word = finite_word(getattr(result, "history", result))
            if training is not None:
                training.ended = word
            elif word == "non-finite":
                recorder.outputs.add("non-finite")
        return result

    return method


def begin(recorder, model, args, kwargs):
    """Keep what a training starts from; only the first of each model."""
    known = [one for one in recorder.trainings if one.model is model]
    if known or not recorder.active or len(recorder.trainings) >= TRAININGS_KEPT:
        return known[0] if known else None
    try:
        weights = [numpy_of(weight) for weight in model.weights] if model.built and model.weights else None
        batch = first_batch(args, kwargs)
    except Exception:  # data of an unusual form: the training is known, its start is not
        weights, batch = None, None
    recorder.trainings.append(Training(model, weights, batch))
    return recorder.trainings[-1]


def numpy_of(value):
    """A copy of a weight or batch."""
    import numpy

    return numpy.array(value.numpy() if hasattr(value, "numpy") else value)


def first_batch(args, kwargs):
    """(x, y) of the first rows of fit's data; None where it is a generator."""
    x = args[0] if args else kwargs.get("x")
    y = args[1] if len(args) > 1 else kwargs.get("y")
    if hasattr(x, "element_spec") and hasattr(x, "take"):
        pair = next(iter(x.take(1)), None)
        x, y = pair[:2] if isinstance(pair, tuple) and len(pair) > 1 else (pair, None)
    if x is None or hasattr(x, "__next__") or (hasattr(x, "__getitem__") and not usable(x)):
        return None
    size = int(kwargs.get("batch_size") or 32)
    return first_rows(x, size), None if y is None else first_rows(y, size)


def usable(value):
    """Whether all leaves are arrays or tensors."""
    return all(hasattr(leaf, "shape") and hasattr(leaf, "dtype") for leaf in samples.leaves(value))


def first_rows(value, size):
    """The rows of the first batch, as tensors: floats as Keras makes them."""
    import tensorflow as tf

    def convert(leaf):
        tensor = tf.convert_to_tensor(numpy_of(leaf)[: min(size, ROWS)])
        return tf.cast(tensor, tf.float32) if tensor.dtype == tf.float64 else tensor

    return samples.map_values(convert, value)


def finite_word(value):
    """finite, non-finite or unknown, of a history, a list of results or a number."""
    import numpy

    leaves = [leaf for leaf in samples.leaves(value) if leaf is not None]
    try:
        flat = [numpy.asarray(leaf, dtype="float64").ravel() for leaf in leaves]
    except Exception:
        return "unknown"
    if not flat:
        return "unknown"
    return "finite" if all(numpy.isfinite(one).all() for one in flat) else "non-finite"


def observe(recorder):
    """The field `training` of probes/program.py."""
    found = []
    for training in recorder.trainings:
        data = {"ended": training.ended, "loss": "unknown", "gradients": []}
        try:
            if training.batch is not None:
                data.update(again(training))
        except BaseException as problem:  # the program's own run says whether the step can be taken at all
            data["trouble"] = type(problem).__name__
        found.append(data)
    return found


def again(training):
    """The first step once more: whether the loss is finite, and the word of each trainable weight's gradient."""
    model = training.model
    now = [numpy_of(weight) for weight in model.weights]
    if training.weights is not None:
        model.set_weights(training.weights)
    elif finite_word(now) == "non-finite":
        return {}
    try:
        return step(model, *training.batch)
    finally:
        model.set_weights(now)


def step(model, x, y):
    """Loss and gradients of one batch."""
    import tensorflow as tf

    weights = [captured.plain_variable(weight) for weight in model.trainable_weights]
    with tf.GradientTape() as tape:
        value = model(x, training=True)
        loss = own_loss(model, x, y, value)
        if loss is None:
            floats = results.floats_of(value)
            loss = results.loss_of(floats) if floats else tf.constant(0.0)
    words = [results.gradient_word(one) for one in tape.gradient(loss, weights)]
    return {"loss": finite_word(loss.numpy()), "gradients": words[:200]}


def own_loss(model, x, y, value):
    """The loss that the model was compiled with; None where it has none."""
    import tensorflow as tf

    if y is None:
        return None
    try:
        return tf.reduce_mean(model.compute_loss(x=x, y=y, y_pred=value))
    except Exception:
        return None
