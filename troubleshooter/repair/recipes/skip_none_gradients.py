"""skip-none-gradients: weights without a gradient are left out where the gradients are taken."""

from __future__ import annotations

import ast

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.tape_source import tapes_of
from troubleshooter.intake.syntax import Program, read
from troubleshooter.repair.build import parsed
from troubleshooter.repair.code import every, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.tapes import concrete, statement_of

_HINT = "Drop the pairs whose gradient is None before you compute with the gradients."


def repair(job: Job) -> Change:
    """After `grads = tape.gradient(loss, weights)`: keep the pairs that have a gradient, and use those names."""
    program = read(job.code.module.code)
    if program is None:
        raise CannotRepair("the source cannot be read", hint=_HINT)
    edits: dict[cst.CSTNode, cst.CSTNode | cst.FlattenSentinel[cst.CSTNode]] = {}
    for tape in tapes_of(program):
        for call in tape.asked:
            edits.update(_kept(job, program, call))
    if not edits:
        raise CannotRepair("the gradients are not taken into a list with a name", hint=_HINT)
    return Change(edits, exercises=("", ""))


def _kept(job: Job, program: Program, call: ast.Call) -> dict[cst.CSTNode, cst.FlattenSentinel[cst.CSTNode]]:
    """The edits for one gradient."""
    assign = program.parents.get(call)
    sources = call.args[1] if len(call.args) > 1 else None
    plain = isinstance(assign, ast.Assign) and len(assign.targets) == 1 and isinstance(assign.targets[0], ast.Name)
    if not plain or sources is None or not isinstance(sources, (ast.Name, ast.Attribute)):
        return {}
    name, weights = assign.targets[0].id, ast.unparse(sources)  # type: ignore[union-attr]
    line = statement_of(job.code, concrete(job.code, program, call))
    block = job.code.parents.get(line)
    body = list(getattr(block, "body", ()))
    place = body.index(line)
    if place + 1 < len(body) and "is not None" in text(body[place + 1]):
        return {}
    kept = parsed(f"with_gradient = [(g, v) for g, v in zip({name}, {weights}) if g is not None]")
    again = parsed(f"{name}, trained = zip(*with_gradient)")
    edits: dict[cst.CSTNode, cst.FlattenSentinel[cst.CSTNode]] = {line: cst.FlattenSentinel([line, kept, again])}
    for one in body[place + 1 :]:
        if _pairs(one, weights):
            edits[one] = cst.FlattenSentinel([_renamed(one, weights)])
    return edits


def _pairs(statement: cst.CSTNode, weights: str) -> bool:
    return any(text(node) == weights for node in every(statement, cst.Name, cst.Attribute))


def _renamed(statement: cst.CSTNode, weights: str) -> cst.CSTNode:
    class Rename(cst.CSTTransformer):
        def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
            if isinstance(original_node, (cst.Name, cst.Attribute)) and text(original_node) == weights:
                return cst.Name("trained")
            return updated_node

    new = statement.visit(Rename())
    return new if isinstance(new, cst.CSTNode) else statement
