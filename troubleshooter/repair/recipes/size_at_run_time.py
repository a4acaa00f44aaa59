"""size-at-run-time: a size that is None while a model is built is asked for when the function runs."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.shapes import Event
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import Replacement, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.rows import over_rows
from troubleshooter.repair.shapes import Shapes, measured

_NUMPY = {"zeros", "ones"}


def repair(job: Job) -> Change:
    """tf.shape(x)[0] in place of x.shape[0], tf.shape(x) in place of x.shape."""
    shapes = Shapes(job, "static-size")
    if not shapes.events:
        raise CannotRepair("no size was found that is open while the model is built")
    edits: dict[cst.CSTNode, Replacement] = {}
    for event in shapes.events:
        if event.form in {"loop", "unstack"}:
            edits.update(over_rows(shapes, event))
        else:
            edits.update(_edit(shapes, event))
    return Change(edits)


def _edit(shapes: Shapes, event: Event) -> dict[cst.CSTNode, cst.BaseExpression]:
    tensor = measured(event.origin)
    if tensor is None:
        raise CannotRepair("it cannot be read where the size comes from", hint="Take it from tf.shape(x).")
    tf, name = shapes.job.tf, text(shapes.expression(tensor))
    if event.form == "shape":
        return _whole(shapes, event, f"{tf}.shape({name})")
    size = f"{tf}.shape({name})[{event.axis}]"
    if event.form == "number":
        return _number(shapes, event, size)
    statement = shapes.program.statement_of(event.origin) if event.origin is not None else None
    if isinstance(statement, ast.Assign) and statement.value is event.origin and _unpacks(statement):
        edits = _unpacked(shapes, event, statement, name)
    else:
        edits = {shapes.expression(event.origin): expression(size)}
    if event.form == "scale":
        edits |= _scaled(shapes, event, size)
    return edits


def _unpacks(statement: ast.Assign) -> bool:
    return isinstance(statement.targets[0], (ast.Tuple, ast.List))


def _scaled(shapes: Shapes, event: Event, size: str) -> dict[cst.CSTNode, cst.BaseExpression]:
    """x / n: a tensor of floats and an integer do not meet."""
    other, mine = shapes.expression(event.use), shapes.expression(event.node)
    name = size if event.node is event.origin else text(mine)
    return {mine: expression(f"{shapes.job.tf}.cast({name}, {_plain(other)}.dtype)")}


def _plain(node: cst.BaseExpression) -> str:
    return text(node) if isinstance(node, cst.Name | cst.Attribute | cst.Call | cst.Subscript) else f"({text(node)})"


def _unpacked(shapes: Shapes, event: Event, statement: ast.Assign, name: str) -> dict[cst.CSTNode, cst.BaseExpression]:
    """b, h, w = x.shape: what is open is taken at run time, what is known stays a number."""
    targets = statement.targets[0]
    parts = targets.elts if isinstance(targets, (ast.Tuple, ast.List)) else []
    if any(isinstance(part, ast.Starred) for part in parts):
        raise CannotRepair("a shape is unpacked with a star", hint="Take the sizes one by one, from tf.shape(x).")
    held = text(shapes.expression(statement.value))
    same = [one for one in shapes.events if one.origin is event.origin]
    wanted = {one.axis for one in same}
    sizes = [f"{shapes.job.tf}.shape({name})[{i}]" if i in wanted else f"{held}[{i}]" for i in range(len(parts))]
    return {shapes.expression(statement.value): expression(", ".join(sizes))}


def _whole(shapes: Shapes, event: Event, dynamic: str) -> dict[cst.CSTNode, cst.BaseExpression]:
    """tf.zeros(x.shape), np.ones(x.shape)."""
    call = event.node
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and _library(shapes, call) == "numpy":
        if call.func.attr not in _NUMPY or len(call.args) != 1 or call.keywords:
            raise CannotRepair("NumPy cannot use a size that is open", hint="Use the TensorFlow function of that name.")
        made = f"{shapes.job.tf}.{call.func.attr}({dynamic})"
        return {shapes.expression(call): expression(made)}
    origin = event.origin
    if isinstance(origin, ast.Subscript):
        dynamic = f"{dynamic}[{ast.unparse(origin.slice)}]"
    return {shapes.expression(origin): expression(dynamic)}


def _library(shapes: Shapes, call: ast.Call) -> str:
    from troubleshooter.intake.syntax import canonical, library

    return library(canonical(shapes.program, call.func))


def _number(shapes: Shapes, event: Event, size: str) -> dict[cst.CSTNode, cst.BaseExpression]:
    """int(x.shape[0]), float(x.shape[0]), tf.cast(x.shape[0], tf.float32)."""
    call = event.node
    name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
    if name == "int":
        return {shapes.expression(call): expression(size)}
    if name == "float":
        return {shapes.expression(call): expression(f"{shapes.job.tf}.cast({size}, {shapes.job.tf}.float32)")}
    if isinstance(call, ast.Call) and _library(shapes, call) in {"tensorflow", "keras"}:
        return {shapes.expression(event.origin): expression(size)}
    raise CannotRepair("Python needs the size as a number", hint="Compute with tf.shape(x)[0] in TensorFlow.")
