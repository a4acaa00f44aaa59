"""say-the-shape: a result without a static shape is told the one that it has."""

from __future__ import annotations

import math

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.shapes import Shapes, argument

_HINT = "Say it yourself: result.set_shape((None, ...)), or reshape to sizes that are written out."


def repair(job: Job) -> Change:
    """tf.ensure_shape around a foreign function; known sizes in a reshape."""
    shapes = Shapes(job, "loses-shape")
    if not shapes.events:
        raise CannotRepair("no operation was found that loses the shape", hint=_HINT)
    event = shapes.events[0]
    if event.form == "reshape":
        return Change(_reshape(shapes, event))
    return Change(_foreign(shapes, event), asked=("foreign-shape",))


def _foreign(shapes: Shapes, event: Event) -> dict[cst.CSTNode, cst.BaseExpression]:
    """tf.ensure_shape(tf.numpy_function(f, [x], tf.float32), x.shape)."""
    call = shapes.node(event.node, cst.Call)
    given = argument(call, 1, "inp", "x")
    inputs = given.value if given is not None else None
    first = inputs.elements[0].value if isinstance(inputs, cst.List | cst.Tuple) and inputs.elements else inputs
    if first is None:
        raise CannotRepair("the Python function takes no tensor", hint=_HINT)
    wanted = "(None, 1)" if shapes.job.answer("foreign-shape") == "number" else f"{text(first)}.shape"
    return {call: expression(f"{shapes.job.tf}.ensure_shape({text(call)}, {wanted})")}


def _reshape(shapes: Shapes, event: Event) -> dict[cst.CSTNode, cst.BaseExpression]:
    """tf.reshape(x, [tf.shape(x)[0], -1]): the product of the sizes that are known."""
    call = shapes.node(event.node, cst.Call)
    tensor, given = argument(call, 0, "tensor", "x"), argument(call, 1, "shape")
    shape = given.value if given is not None else None
    if tensor is None or not isinstance(shape, cst.List | cst.Tuple) or len(shape.elements) != 2:
        raise CannotRepair("the sizes cannot be read from the source", hint=_HINT)
    sizes = [size for size in (event.dims or ())[1:] if isinstance(size, int)]
    known = bool(sizes) and len(sizes) == len(event.dims or ()) - 1
    last = str(math.prod(sizes)) if known else f"{text(tensor.value)}.shape[1:].num_elements()"
    return {shape.elements[1].value: expression(last)}
