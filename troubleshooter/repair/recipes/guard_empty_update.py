"""guard-empty-update: an optimizer is not asked to update nothing."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Statement, expression, small
from troubleshooter.repair.code import Code, every, last_name, text
from troubleshooter.repair.job import Change, Job

_HINT = "Add a layer with weights before the Lambda, such as Dense."


def repair(job: Job) -> Change:
    """Put `apply_gradients` under a test that there is something to train."""
    if job.answer("training-wish") == "add-layer":
        raise CannotRepair("which layer is missing cannot be read from the source", hint=_HINT)
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for statement in every(job.code.module, cst.SimpleStatementLine):
        weights = _weights(statement)
        if weights and not _is_guarded(job.code, statement, weights):
            edits[statement] = _guarded(statement, weights)
    if not edits:
        raise CannotRepair("the model has no weights, and nothing can be skipped in the source", hint=_HINT)
    return Change(edits, asked=("training-wish",), exercises=("", ""))


def _weights(statement: Statement) -> str:
    """The list of weights that `optimizer.apply_gradients(zip(g, weights))` updates."""
    part = small(statement)
    found = part.value if isinstance(part, cst.Expr | cst.Assign) else None
    if not isinstance(found, cst.Call) or last_name(found.func) not in {"apply_gradients", "apply"} or not found.args:
        return ""
    given = found.args[0].value
    if isinstance(given, cst.Call) and last_name(given.func) == "zip" and len(given.args) == 2:
        return text(given.args[1].value)
    return text(given) if isinstance(given, cst.Name) else ""


def _is_guarded(code: Code, statement: Statement, weights: str) -> bool:
    return any(isinstance(node, cst.If) and text(node.test) == weights for node in code.ancestors(statement))


def _guarded(statement: cst.SimpleStatementLine, weights: str) -> cst.If:
    inner = statement.with_changes(leading_lines=())
    return cst.If(expression(weights), cst.IndentedBlock([inner]), leading_lines=statement.leading_lines)
