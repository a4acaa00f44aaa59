"""zeros-in-place: values that a mask leaves out become zeros, and every row stays."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.repair.build import expression, tight
from troubleshooter.repair.code import text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.shapes import Shapes, argument

_NOTE = "every row stays: what the mask leaves out is zero"


def repair(job: Job) -> Change:
    """tf.boolean_mask(x, mask) as x * tf.cast(mask, x.dtype)."""
    shapes = Shapes(job, "drops-rows")
    masks = [event for event in shapes.events if event.form == "boolean_mask"]
    if not masks or len(masks) != len(shapes.events):
        hint = "Do it before the model, or keep a mask beside the values."
        raise CannotRepair("as many rows as the values decide cannot be put into another form", hint=hint)
    if job.answer("dropped-wish") == "out":
        hint = "Leave the samples out of the data before they come to the model."
        raise CannotRepair("a layer cannot leave samples out", hint=hint)
    edits = {shapes.node(event.node, cst.Call): _placed(shapes, event) for event in masks}
    return Change(edits, asked=("dropped-wish",), changes=_NOTE)


def _placed(shapes: Shapes, event: Event) -> cst.BaseExpression:
    """The product, in parentheses where it does not stand alone."""
    around = next(iter(shapes.program.ancestors(event.node)), None)
    product = _masked(shapes, event)
    return product if isinstance(around, (ast.Return, ast.Lambda, ast.Assign, ast.Call)) else tight(product)


def _masked(shapes: Shapes, event: Event) -> cst.BaseExpression:
    call = shapes.node(event.node, cst.Call)
    tensor, mask = argument(call, 0, "tensor"), argument(call, 1, "mask")
    if tensor is None or mask is None or argument(call, 2, "axis") is not None:
        raise CannotRepair("it cannot be read what is masked")
    values = text(tight(tensor.value))
    return expression(f"{values} * {shapes.job.tf}.cast({text(mask.value)}, {values}.dtype){_spread(event)}")


def _spread(event: Event) -> str:
    """A mask of fewer dimensions is spread over the others: [:, None]."""
    missing = len(event.dims) - event.axis if event.dims is not None else 0
    return f"[{', '.join([':'] * event.axis + ['None'] * missing)}]" if missing > 0 and event.axis else ""
