"""Words for what came out of a call or a gradient: see `probes/program.py` for the two forms, R and G."""

import math

from . import samples, unmask

VALUES_KEPT = 256
WORST_LAST = ("none", "non-finite", "zero", "fine")


def describe(value, with_values=True):
    """R of a value that a layer gave."""
    import tensorflow as tf

    if value is None or is_symbolic_none(value):
        return {"result": "none"}
    if tf.is_tensor(value) or hasattr(value, "assign") or type(value).__name__ == "KerasTensor":
        return dict(tensor_data(value, with_values), result="tensor")
    if isinstance(value, (list, tuple, dict)):
        items = [describe(item, False).get("result") for item in samples.leaves(value)[:20]]
        return {"result": "structure", "type": type(value).__name__, "items": items}
    data = {"result": "other", "type": type(value).__name__}
    if callable(value):
        data["callable"] = True
        data["layer"] = hasattr(value, "trainable_weights") and hasattr(value, "call")
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        data.update(tensor_data(value, with_values))
    return data


def is_symbolic_none(value):
    """Keras 2 stands a KerasTensor without dtype in for the None that a function gave while a model was built."""
    return type(value).__name__ == "KerasTensor" and not hasattr(value, "dtype")


def tensor_data(value, with_values):
    """Shape, dtype and, of an eager tensor, the first values and whether all are finite."""
    shape = getattr(value, "shape", None)
    sizes = None if shape is None or getattr(shape, "rank", 0) is None else [s if s is None else int(s) for s in shape]
    data = {"shape": sizes, "dtype": getattr(value.dtype, "name", None) or str(value.dtype)}
    flat = numbers(value) if with_values else None
    if flat is not None:
        data["values"] = flat[:VALUES_KEPT].tolist()
        data["finite"] = is_finite(flat)
    return data


def numbers(value):
    """The values of an eager tensor as a flat array of real numbers (or text), or None."""
    import numpy

    try:
        flat = numpy.asarray(value.numpy() if hasattr(value, "numpy") else value).ravel()
    except Exception:
        return None  # symbolic: it has no values
    if flat.dtype.kind == "c":
        return numpy.stack([flat.real, flat.imag], -1).ravel()
    if flat.dtype.kind in "SO":
        return flat.astype(str)
    return flat.astype("float64") if flat.dtype.kind not in "biufU" else flat


def is_finite(flat):
    """Whether all numbers are finite; text is."""
    import numpy

    return bool(numpy.isfinite(flat).all()) if flat.dtype.kind in "fiu" else True


def is_eager_non_finite(value):
    """Whether a value has numbers now, and one of them is NaN or infinite."""
    import numpy

    return any(
        hasattr(leaf, "numpy")
        and hasattr(leaf, "dtype")
        and flat is not None
        and flat.dtype.kind == "f"
        and not numpy.isfinite(flat).all()
        for leaf in samples.leaves(value)
        for flat in [numbers(leaf)]
    )


def raised(problem, path):
    """R of a call that raised."""
    return {"result": "raises", "error": unmask.chain(problem, path)}


def skipped(why):
    """R of a call that was not made."""
    return {"result": "skipped", "why": why}


def attempt(path, function, with_values=True):
    """R of `function()`."""
    try:
        return describe(function(), with_values)
    except BaseException as problem:
        return raised(problem, path)


def gradient_word(gradient):
    """G of one gradient."""
    import tensorflow as tf

    if gradient is None:
        return "none"
    flat = numbers(tf.convert_to_tensor(gradient))
    if flat is None:
        return "not-meaningful"
    if not is_finite(flat):
        return "non-finite"
    return "fine" if flat.any() else "zero"


def joined(words):
    """One G for several inputs: the gradient is fine when any of them has one."""
    for word in ("non-finite", "fine", "zero", "none"):
        if word in words:
            return word
    return "not-meaningful"


def floats_of(value):
    """The tensors of a result that a loss could be made of."""
    import tensorflow as tf

    tensors = [leaf for leaf in samples.leaves(value) if tf.is_tensor(leaf) or hasattr(leaf, "assign")]
    return [leaf for leaf in tensors if tf.as_dtype(leaf.dtype).is_floating or tf.as_dtype(leaf.dtype).is_complex]


def loss_of(tensors):
    """A number that depends on every element with its own weight: a plain sum of a softmax would have no gradient."""
    import tensorflow as tf

    total = tf.constant(0.0)
    for tensor in tensors:
        dtype = tf.as_dtype(tensor.dtype)
        parts = [tf.math.real(tensor), tf.math.imag(tensor)] if dtype.is_complex else [tensor]
        for part in parts:
            flat = tf.reshape(tf.cast(part, tf.float32), [-1])
            place = tf.cast(tf.range(tf.size(flat)), tf.float32)
            total += tf.reduce_sum(flat * (1.0 + 0.5 * tf.sin(place * 1.7 + math.e)))
    return total
