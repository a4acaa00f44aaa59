"""shape-of-placeholder: what Keras 2's KerasTensors told by methods, Keras 3's tell by `shape`, a tuple."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.placeholders import misuses
from troubleshooter.intake.syntax import Program, read
from troubleshooter.model import Snippet
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import at
from troubleshooter.repair.job import Change, Job
from troubleshooter.slice import find_targets

_COUNTS = frozenset({"ndims", "rank"})


def repair(job: Job) -> Change:
    """x.get_shape().as_list() is list(x.shape), x.get_shape().ndims is len(x.shape), x.get_shape() is x.shape."""
    source = job.code.module.code
    program = read(source)
    if program is None:
        raise CannotRepair("the source cannot be read")
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for one in misuses(program, find_targets(Snippet(source))):
        if one.kind == "method" and isinstance(one.node, ast.Attribute):
            whole, new = _new(program, one.node)
            old = at(job.code, program.place(whole), cst.Call, cst.Attribute)
            if old is not None:
                edits[old] = expression(new)
    if not edits:
        raise CannotRepair("no method of a KerasTensor that is gone was found")
    return Change(edits)


def _new(program: Program, node: ast.Attribute) -> tuple[ast.AST, str]:
    """The expression that is replaced, and what takes its place."""
    if node.attr in {"get_shape", "_keras_shape"}:
        shape: ast.AST = node
        base = program.segment(node.value)
        if node.attr == "get_shape":
            shape = _call_of(program, node)
        attribute = program.parents.get(shape)
        if not isinstance(attribute, ast.Attribute):
            return shape, f"{base}.shape"
        return _of_shape(program, attribute, base)
    if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
        return _of_shape(program, node, program.segment(node.value.value))
    hint = "A KerasTensor of Keras 3 has a shape, a dtype and a name."
    raise CannotRepair(f"nothing takes the place of `{node.attr}`", hint=hint)


def _call_of(program: Program, node: ast.Attribute) -> ast.AST:
    call = program.parents.get(node)
    if not isinstance(call, ast.Call):
        raise CannotRepair(f"`{node.attr}` is handed on without being called")
    return call


def _of_shape(program: Program, attribute: ast.Attribute, base: str) -> tuple[ast.AST, str]:
    if attribute.attr == "as_list":
        return _call_of(program, attribute), f"list({base}.shape)"
    if attribute.attr in _COUNTS:
        return attribute, f"len({base}.shape)"
    if attribute.attr == "dims":
        return attribute, f"{base}.shape"
    raise CannotRepair(f"nothing takes the place of `{attribute.attr}`", hint="The shape is a tuple on Keras 3.")
