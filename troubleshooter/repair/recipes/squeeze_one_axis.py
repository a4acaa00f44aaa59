"""squeeze-one-axis: tf.squeeze is told which axis goes, so that a batch of one keeps its own."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.repair.build import expression
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.shapes import Shapes, argument, with_argument


def repair(job: Job) -> Change:
    """tf.squeeze(x) as tf.squeeze(x, axis=1)."""
    shapes = Shapes(job, "squeezes")
    if not shapes.events:
        raise CannotRepair("no tf.squeeze without an axis was found")
    return Change({shapes.node(event.node, cst.Call): _with_axis(shapes, event) for event in shapes.events})


def _with_axis(shapes: Shapes, event: Event) -> cst.Call:
    call = shapes.node(event.node, cst.Call)
    axes = [index for index, size in enumerate(event.dims or ()) if index and size == 1]
    if event.dims is not None and not axes:
        hint = "Without it the function gives the same, and a batch of one keeps its axis."
        raise CannotRepair("the tensor has no axis of size one to squeeze", hint=hint)
    written = expression(str(axes[0] if len(axes) == 1 else axes) if axes else "-1")
    given = argument(call, 1, "axis")
    if given is not None:
        return call.with_deep_changes(given, value=written)
    return with_argument(call, "axis", written)
