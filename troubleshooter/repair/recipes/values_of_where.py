"""values-of-where: tf.where with a condition alone gives indices; with two more arguments it gives values."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.shapes import Shapes, argument


def repair(job: Job) -> Change:
    """tf.where(x > 0) as tf.where(x > 0, x, tf.zeros_like(x))."""
    shapes = Shapes(job, "where-indices")
    if not shapes.events:
        raise CannotRepair("no tf.where with a condition alone was found")
    edits = {shapes.node(event.node, cst.Call): _valued(shapes, event) for event in shapes.events}
    return Change(edits, asked=("where-wish",))


def _valued(shapes: Shapes, event: Event) -> cst.BaseExpression:
    call = shapes.node(event.node, cst.Call)
    condition = argument(call, 0, "condition")
    name = _tested(shapes, event)
    if condition is None or not name:
        raise CannotRepair("it cannot be read which tensor is tested", hint="Write tf.where(condition, x, 0.0).")
    tf = shapes.job.tf
    if shapes.job.answer("where-wish") == "mask":
        return expression(f"{tf}.cast({text(condition.value)}, {name}.dtype)")
    return expression(f"{text(call.func)}({text(condition.value)}, {name}, {tf}.zeros_like({name}))")


def _tested(shapes: Shapes, event: Event) -> str:
    """The one tensor that the condition is made of; the argument, where it is one of several."""
    name = shapes.job.flow.argument
    condition = event.node.args[0] if isinstance(event.node, ast.Call) and event.node.args else None
    names = {node.id for node in ast.walk(condition) if isinstance(node, ast.Name)} if condition is not None else set()
    tensors = sorted(names & shapes.job.flow.tensors)
    return tensors[0] if len(tensors) == 1 else name if name in tensors else ""
