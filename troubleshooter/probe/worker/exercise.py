"""Exercising one layer or function by itself: eagerly, in a graph, for its gradient, in a model and in one step."""

# ruff: noqa: B905  (zip has no `strict` before Python 3.10)

import re

from . import captured, in_model, results, samples

BATCHES = (1, 4)
OUT_OF_RANGE = re.compile(r"= -?\d+ is not in \[0, ")  # tf.gather, of an index that its table has not


class Subject:
    """What is exercised: a layer, or a plain function, on arguments of a known form."""

    def __init__(self, callee, args, kwargs, family, path):
        self.callee = callee
        self.args = args
        self.kwargs = kwargs
        self.family = family
        self.path = path

    @property
    def specs(self):
        """The tensors it takes, in order."""
        return samples.specs_in([self.args, self.kwargs])

    @property
    def is_layer(self):
        """Whether it is a Keras layer."""
        return isinstance(self.callee, self.family.layers.Layer)

    def call(self, inputs):
        """Call it on [args, kwargs] as filled by `samples.fill`."""
        args, kwargs = inputs
        return self.callee(*args, **(kwargs if self.is_layer else captured.with_defaults(self.callee, args, kwargs)))

    def fill(self, kind, batch, salt=0):
        """Stand-in [args, kwargs]."""
        return samples.fill([self.args, self.kwargs], kind, batch, salt)


def exercise(subject):
    """The observations of one subject: the fields of `functions` in probes/program.py from `eager` on."""
    import tensorflow as tf

    if not tf.executing_eagerly():
        return dict.fromkeys(("graph", "build", "step"), results.skipped("eager execution is switched off"))
    tf.config.run_functions_eagerly(False)
    eager, extra = run_eagerly(subject)
    observed = {"eager": eager, "gradient": gradients(subject, eager), "graph": trace(subject)}
    observed.update(extra)
    observed["captured"] = captured.find(subject.callee)
    observed["build"], model = in_model.build(subject)
    observed["step"] = in_model.step(subject, model)
    return observed


def run_eagerly(subject):
    """R for each kind of input and batch size, and what they tell together."""
    table, kept = {}, {}
    extra = {"input_changed": False, "rows_independent": None, "deterministic": None}
    for kind in samples.KINDS:
        for batch in BATCHES:
            name = "%s/%d" % (kind, batch)
            if not all(samples.can_be(spec, kind) for spec in subject.specs):
                table[name] = results.skipped("the dtype has no such values")
                continue
            table[name], kept[name] = call_once(subject, kind, batch, extra)
    judge_domain(subject, table)
    extra["deterministic"] = same_twice(subject, kept.get("mixed/4"))
    extra["rows_independent"] = rows_apart(subject, kept.get("mixed/4"))
    return table, extra


def call_once(subject, kind, batch, extra):
    """(R, the value) of one eager call; notes in `extra` when the input has other values afterwards."""
    try:
        inputs = subject.fill(kind, batch)
        before = [numbers_of(leaf) for leaf in samples.leaves(inputs)]
        value = subject.call(inputs)
        after = [numbers_of(leaf) for leaf in samples.leaves(inputs)]
    except BaseException as problem:
        return results.raised(problem, subject.path), None
    if any(not same(old, new) for old, new in zip(before, after)):
        extra["input_changed"] = True
    return results.describe(value), value


def numbers_of(leaf):
    """A copy of a tensor's values, or None."""
    flat = results.numbers(leaf) if hasattr(leaf, "dtype") else None
    return None if flat is None else flat.copy()


def same(left, right):
    """Whether two arrays of values are the same, NaN and rounding aside; None only equals None."""
    import numpy

    if left is None or right is None:
        return left is right
    if left.shape != right.shape:
        return False
    if left.dtype.kind == "U":
        return bool((left == right).all())
    return bool(numpy.allclose(left, right, rtol=1e-4, atol=1e-5, equal_nan=True))


def judge_domain(subject, table):
    """Numbers are often indices: where small ones pass, a refusal of others says nothing about the code."""
    integers = bool(subject.specs) and all(spec.dtype.startswith("int") for spec in subject.specs)
    positive, zero = (table[name + "/1"]["result"] not in {"raises", "skipped"} for name in ("positive", "zero"))
    for name, result in table.items():
        error = result["error"][-1] if result["result"] == "raises" and result["error"] else {}
        if error.get("type") not in {"InvalidArgumentError", "IndexError"}:
            continue
        signed = integers and positive and name.startswith(("negative", "mixed"))
        if signed or ((positive or zero) and OUT_OF_RANGE.search(error.get("message", ""))):
            table[name] = dict(results.skipped("small numbers pass: these may be indices"), error=result["error"])


def flat_values(value):
    """All values of a result as one array, or None."""
    import numpy

    parts = [numbers_of(leaf) for leaf in samples.leaves(value)]
    if not parts or any(part is None or part.dtype.kind == "U" for part in parts):
        return None
    return numpy.concatenate(parts)


def same_twice(subject, first):
    """Whether a second call on the same input gives the same; None where there is nothing to compare."""
    if first is None or flat_values(first) is None:
        return None
    try:
        second = subject.call(subject.fill("mixed", 4))
    except Exception:
        return False
    return same(flat_values(first), flat_values(second))


def rows_apart(subject, whole):
    """Whether each row's result is the same without its batch mates; None where the result has no rows."""
    import tensorflow as tf

    tensors = [leaf for leaf in samples.leaves(whole) if tf.is_tensor(leaf)]
    if not tensors or any(len(leaf.shape) == 0 or leaf.shape[0] != 4 for leaf in tensors):
        return False if tensors else None
    if any(not spec.shape or spec.fixed for spec in subject.specs):
        return None
    inputs = subject.fill("mixed", 4)
    try:
        for row in range(4):
            one = samples.map_values(lambda leaf: leaf[row : row + 1] if tf.is_tensor(leaf) else leaf, inputs)  # noqa: B023
            parts = [leaf for leaf in samples.leaves(subject.call(one)) if tf.is_tensor(leaf)]
            if len(parts) != len(tensors) or not all(
                same(numbers_of(left[row : row + 1]), numbers_of(right)) for left, right in zip(tensors, parts)
            ):
                return False
    except Exception:
        return None
    return True


def gradients(subject, eager):
    """G for each kind of input."""
    words = {}
    for kind in samples.KINDS:
        fits = eager.get(kind + "/4", {}).get("result") in {"tensor", "structure", "other"}
        words[kind] = gradient(subject, kind) if fits else "not-meaningful"
    return words


def gradient(subject, kind):
    """G of the output by the floating inputs, for one kind of input."""
    import tensorflow as tf

    try:
        inputs = subject.fill(kind, 4)
        watched = results.floats_of(inputs)
        if not watched:
            return "not-meaningful"
        with tf.GradientTape() as tape:
            for tensor in watched:
                tape.watch(tensor)
            value = subject.call(inputs)
            floats = results.floats_of(value)
            loss = results.loss_of(floats) if floats else None
        if loss is None:
            return "none" if value is not None else "not-meaningful"
        return results.joined([results.gradient_word(one) for one in tape.gradient(loss, watched)])
    except Exception:
        return "not-meaningful"


def trace(subject):
    """R of tracing into a graph, as Keras does it: without AutoGraph, the batch size unknown."""
    import tensorflow as tf

    given = []

    def traced(inputs):
        given.append(subject.call(inputs))
        return tf.constant(0)

    def signature(leaf):
        if not isinstance(leaf, samples.Spec):
            return leaf
        sizes = list(leaf.shape)
        if sizes and not leaf.fixed:
            sizes[0] = None
        return tf.TensorSpec(sizes, leaf.dtype)

    try:
        tf.function(traced, autograph=False).get_concrete_function(
            samples.map_values(signature, [list(subject.args), dict(subject.kwargs)])
        )
        return results.describe(given[-1], with_values=False)
    except BaseException as problem:
        return results.raised(problem, subject.path)
