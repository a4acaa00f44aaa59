"""reduce-each-row: a reduction over the batch, or over everything, goes over each sample by itself."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.facts.shapes.tables import CUMULATIVE, NORMALIZES
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import last_name, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.shapes import Shapes, argument, keyword, with_argument

_ARGUMENTS = ("axis", "axes", "dim", "reduction_indices")
_NOTE = "the operation goes over each sample by itself: a sample's result no longer depends on its batch mates"


def repair(job: Job) -> Change:
    """tf.reduce_mean(x) as tf.reduce_mean(x, axis=-1, keepdims=True)."""
    shapes = Shapes(job, "mixes-rows")
    if not shapes.events:
        raise CannotRepair("no operation over the batch was found")
    if job.answer("reduction-axis") == "batch":
        raise CannotRepair("the operation is meant to go over the batch, and it does")
    edits = {shapes.node(event.node, cst.Call): _per_row(shapes, event) for event in shapes.events}
    return Change(edits, asked=("reduction-axis",), changes=_NOTE)


def _per_row(shapes: Shapes, event: Event) -> cst.BaseExpression:
    call = shapes.node(event.node, cst.Call)
    keeps_shape = last_name(call.func) in {*CUMULATIVE, *NORMALIZES}
    axes = _axes(shapes, event, one=keeps_shape and last_name(call.func) not in NORMALIZES)
    given = argument(call, 1, *_ARGUMENTS)
    new = (
        call.with_deep_changes(given, value=expression(axes))
        if given
        else with_argument(call, "axis", expression(axes))
    )
    if keeps_shape or last_name(call.func).startswith("arg"):
        return new
    if axes != "-1" and not _meets_rows(shapes, event):
        return expression(f"{shapes.job.tf}.reshape({text(new)}, [-1, 1])")
    if keyword(new, "keepdims", "keep_dims") is None:
        new = with_argument(new, "keepdims", expression("True"))
    return new


def _axes(shapes: Shapes, event: Event, *, one: bool) -> str:
    """The axes to go over, as code."""
    rank = len(event.dims) if event.dims is not None else None
    if one or rank == 2 or shapes.job.answer("reduction-axis") == "last":
        return "-1"
    if rank is not None and rank > 2:
        return str(list(range(1, rank)))
    tensor = argument(shapes.node(event.node, cst.Call), 0, "input_tensor", "x", "tensor", "a")
    if rank is not None or tensor is None:
        raise CannotRepair("the tensor has no axis besides the batch", hint="Leave the values as they are.")
    name = text(tensor.value)
    return f"{shapes.job.tf}.range(1, {shapes.job.tf}.rank({name}))"


def _meets_rows(shapes: Shapes, event: Event) -> bool:
    """Whether the reduced value goes into further arithmetic with the rows, in place of being the result."""
    around = next(iter(shapes.program.ancestors(event.node)), None)
    return not isinstance(around, (ast.Return, ast.Lambda))
