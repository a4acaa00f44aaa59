"""The models that a program left: what they own, and which of their weights a gradient reaches."""

# ruff: noqa: B905  (zip has no `strict` before Python 3.10)

import gc

from . import captured, record, results, samples, unmask

MODELS_KEPT = 6
WEIGHTS_KEPT = 200


def observe(recorder):
    """The field `models` of probes/program.py, in the order the program made them."""
    return [model_data(model, recorder) for model in find(recorder)[:MODELS_KEPT]]


def find(recorder):
    """The live models of the program, those that stand inside another one last."""
    models = []
    for thing in gc.get_objects():
        try:
            if recorder.is_model(thing):
                models.append(thing)
        except Exception:
            continue
    inner = set()
    for model in models:
        try:
            inner.update(id(layer) for layer in flatten(model) if layer is not model)
        except Exception:
            continue
    return sorted(models, key=lambda model: id(model) in inner)


def flatten(model):
    """All layers below a model."""
    walk = getattr(model, "_flatten_layers", None)
    return list(walk()) if walk is not None else list(model.layers)


def model_data(model, recorder):
    """One model as data."""
    data = {
        "class": type(model).__name__,
        "name": str(getattr(model, "name", "")),
        "built": False,
        "trainable": 0,
        "compiled": False,
        "outputs": output_shapes(model),
        "weights": [],
    }
    try:
        data["built"] = bool(model.built)
        data["trainable"] = len(model.trainable_weights)
        data["compiled"] = getattr(model, "optimizer", None) is not None
        words = gradients(model, recorder)
        data["weights"] = [
            {
                "name": record.name_of(weight),
                "trainable": bool(weight.trainable),
                "changed": None,
                "finite": is_finite(weight),
                "gradient": words.get(id(captured.plain_variable(weight)), "unknown"),
            }
            for weight in list(model.weights)[:WEIGHTS_KEPT]
        ]
    except Exception as problem:  # a model of the program's own class may fail at anything
        data["trouble"] = unmask.message_of(problem)[:300]
    return data


def output_shapes(model):
    """The shapes of a model's symbolic outputs, None for one that is not known; [] where the model has none."""
    try:
        return [None if one.shape is None else list(one.shape) for one in model.outputs][:20]
    except Exception:
        return []


def is_finite(weight):
    """Whether a weight holds no NaN and no infinity after the program's own training."""
    flat = results.numbers(captured.plain_variable(weight))
    return True if flat is None else results.is_finite(flat)


def form_of(model, recorder):
    """[args, kwargs] of a call of the model with Specs, as recorded or from its symbolic inputs; None if unknown."""
    for call in reversed(recorder.calls):
        if call.layer is model and call.args is not None and samples.specs_in([call.args, call.kwargs]):
            return [call.args, {name: value for name, value in call.kwargs.items() if name not in {"training", "mask"}}]
    try:
        entries = [samples.spec_of(tensor) for tensor in model.inputs]
    except Exception:
        return None
    return [[entries if len(entries) > 1 else entries[0]], {}] if entries and all(entries) else None


def gradients(model, recorder):
    """Word for each trainable weight (by the id of its variable): one that two stand-in batches agree on."""
    weights = [captured.plain_variable(weight) for weight in model.trainable_weights]
    form = form_of(model, recorder)
    if form is None or not weights:
        return {}
    words = {}
    for salt in (0, 5):
        try:
            found = gradients_once(model, weights, samples.fill(form, "mixed", 4, salt))
        except BaseException:
            continue  # stays unknown: the program's own run says whether the model can be called
        for weight, word in zip(weights, found):
            words.setdefault(id(weight), []).append(word)
    told = {key: [word for word in seen if word not in {"unknown", "not-meaningful"}] for key, seen in words.items()}
    return {key: results.joined(seen) for key, seen in told.items() if seen}


def gradients_once(model, weights, inputs):
    """Words for the weights, in order, for one batch."""
    import tensorflow as tf

    args, kwargs = inputs
    with tf.GradientTape() as tape:
        try:
            value = model(*args, training=True, **kwargs)
        except TypeError:
            value = model(*args, **kwargs)
        floats = results.floats_of(value)
        loss = results.loss_of(floats) if floats else None
    if loss is None:
        return ["none" if tensors_in(value) else "unknown" for _ in weights]
    return [results.gradient_word(one) for one in tape.gradient(loss, weights)]


def tensors_in(value):
    """Whether a result holds a tensor at all (None gives no gradient, but nobody asked for one)."""
    import tensorflow as tf

    return any(tf.is_tensor(leaf) for leaf in samples.leaves(value))
