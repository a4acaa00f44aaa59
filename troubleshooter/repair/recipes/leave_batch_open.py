"""leave-batch-open: the batch size is taken from the argument in place of a number that is written out."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.intake.syntax import canonical, last, library
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.shapes import Shapes, argument

_POSITIONS = {"reshape": 1, "tile": 1, "broadcast_to": 1, "stateless_normal": 1, "stateless_uniform": 1}
_NAMES = ("shape", "dims", "multiples")
_AS_TENSORS = {"zeros", "ones"}


def repair(job: Job) -> Change:
    """-1 in a reshape; tf.shape(x)[0] where a constant is made."""
    shapes = Shapes(job, "batch-written-out")
    if not shapes.events:
        raise CannotRepair("no batch size was found in the code")
    edits: dict[cst.CSTNode, cst.BaseExpression] = {}
    for event in shapes.events:
        edits.update(_reshape(shapes, event) if event.form == "reshape" else _constant(shapes, event))
    return Change(edits)


def _reshape(shapes: Shapes, event: Event) -> dict[cst.CSTNode, cst.BaseExpression]:
    call = shapes.node(event.node, cst.Call)
    given = argument(call, 1, *_NAMES)
    if given is None:
        raise CannotRepair("the shape could not be found")
    open_already = -1 in (event.dims or ())[1:]
    tensor = argument(call, 0, "tensor", "x", "inputs")
    if open_already and tensor is None:
        raise CannotRepair("the tensor that is reshaped could not be found")
    size = f"{shapes.job.tf}.shape({text(tensor.value)})[0]" if open_already and tensor is not None else "-1"
    return {given.value: _first_open(given.value, size)}


def _first_open(shape: cst.BaseExpression, size: str) -> cst.BaseExpression:
    """(32, 7, 4) as (-1, 7, 4); SHAPE as (-1, *SHAPE[1:])."""
    if isinstance(shape, cst.Tuple | cst.List) and shape.elements:
        first = shape.elements[0]
        if isinstance(first, cst.Element):
            return shape.with_changes(elements=[first.with_changes(value=expression(size)), *shape.elements[1:]])
    if isinstance(shape, cst.Name | cst.Attribute):
        return expression(f"({size}, *{text(shape)}[1:])")
    raise CannotRepair("it cannot be read how the shape is written", hint="Put -1 where the batch size stands.")


def _constant(shapes: Shapes, event: Event) -> dict[cst.CSTNode, cst.BaseExpression]:
    """tf.ones((8, 1)) beside the argument."""
    maker, tensor = event.origin, _argument(shapes, event)
    if not isinstance(maker, ast.Call):
        raise CannotRepair("the constant has its rows written out", hint="Make it with tf.shape(x)[0] rows.")
    call = shapes.node(maker, cst.Call)
    size = f"{shapes.job.tf}.shape({tensor})[0]"
    new = _made(shapes, maker, call, size)
    inside = any(around is shapes.reading.function for around in shapes.program.ancestors(maker))
    if not inside and not isinstance(event.node, ast.Name):
        raise CannotRepair("the constant has its rows written out", hint="Make it with tf.shape(x)[0] rows.")
    return {call if inside else shapes.expression(event.node): new}


def _argument(shapes: Shapes, event: Event) -> str:
    """The name of the tensor whose rows are the batch: the function's argument, where it has one."""
    name = shapes.job.flow.argument
    if name:
        return name
    return text(shapes.expression(event.use))


def _made(shapes: Shapes, maker: ast.Call, call: cst.Call, size: str) -> cst.BaseExpression:
    dotted = canonical(shapes.program, maker.func)
    name = last(dotted)
    given = argument(call, _POSITIONS.get(name, 0), *_NAMES)
    if given is None:
        raise CannotRepair("it cannot be read how the constant is made", hint="Make it with tf.shape(x)[0] rows.")
    new = call.with_deep_changes(given, value=_first_open(given.value, size))
    if library(dotted) != "numpy":
        return new
    if name not in _AS_TENSORS or len(call.args) > 1:
        raise CannotRepair("NumPy cannot use a size that is open", hint="Make it with TensorFlow, inside the function.")
    return new.with_changes(func=expression(f"{shapes.job.tf}.{name}"))
