"""random-by-tensorflow: numbers that NumPy or Python draws once, while the graph is made, are drawn by TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import dotted, every, last_name, text
from troubleshooter.repair.fill import like
from troubleshooter.repair.job import Change, Job

# function -> (tf.random function, its parameters in order: what NumPy calls them, what TensorFlow calls them)
_NUMPY: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "normal": ("normal", (("loc", "mean"), ("scale", "stddev"), ("size", "shape"))),
    "uniform": ("uniform", (("low", "minval"), ("high", "maxval"), ("size", "shape"))),
    "randint": ("uniform", (("low", "minval"), ("high", "maxval"), ("size", "shape"))),
    "random": ("uniform", (("size", "shape"),)),
    "random_sample": ("uniform", (("size", "shape"),)),
    "gauss": ("normal", (("mu", "mean"), ("sigma", "stddev"))),
}
_SHAPED = {"rand": "uniform", "randn": "normal"}
_HOMES = ("np.random.", "numpy.random.", "random.")


def repair(job: Job) -> Change:
    """Every draw in the function."""
    function = job.needed_function
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for call in every(function, cst.Call):
        name = next((dotted(call.func).removeprefix(one) for one in _HOMES if dotted(call.func).startswith(one)), "")
        if name and "." not in name:
            edits[call] = expression(_drawn(job, call, name))
    if not edits:
        raise CannotRepair("no random number of NumPy or Python was found in the function")
    return Change(edits, changes="A new number is drawn each time the layer runs, as tf.random does.")


def _drawn(job: Job, call: cst.Call, name: str) -> str:
    # tf.random gives float32; NumPy's Python float took any dtype, so that the input's dtype is asked for.
    dtype = f"dtype={like(job)}.dtype"
    if name in _SHAPED:
        shape = ", ".join(text(one.value) for one in call.args)
        listed = f"({shape},)" if len(call.args) == 1 else f"({shape})"
        return f"{job.tf}.random.{_SHAPED[name]}({listed}, {dtype})"
    if name not in _NUMPY:
        raise CannotRepair(f"{name} has no counterpart in tf.random", hint="Draw it by tf.random inside the function.")
    function, parameters = _NUMPY[name]
    given = _arguments(call, tuple(old for old, _ in parameters))
    if name == "randint":
        return _whole(job, given)
    shape = given.pop("size", "()")
    shape = f"({shape},)" if shape.isdigit() else shape
    rest = [f"{new}={given[old]}" for old, new in parameters if old in given]
    return f"{job.tf}.random.{function}({', '.join([shape, *rest, dtype])})"


def _whole(job: Job, given: dict[str, str]) -> str:
    low, high = (given["low"], given["high"]) if "high" in given else ("0", given.get("low", "2"))
    shape = given.get("size", "()")
    return f"{job.tf}.random.uniform({shape}, {low}, {high}, dtype={job.tf}.int32)"


def _arguments(call: cst.Call, names: tuple[str, ...]) -> dict[str, str]:
    """Parameter -> source, by position and by keyword."""
    plain = [one for one in call.args if one.keyword is None]
    given = {name: text(one.value) for name, one in zip(names, plain, strict=False)}
    for one in call.args:
        if one.keyword is not None:
            given[last_name(one.keyword)] = text(one.value)
    if len(plain) > len(names) or set(given) - set(names):
        raise CannotRepair("the arguments of the random function cannot be read")
    return given
