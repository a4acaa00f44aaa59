"""return-the-gradient: the gradient function of a tf.custom_gradient returns what it computes."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Statement, block, expression, is_none, returning, small, statements
from troubleshooter.repair.code import every, last_name
from troubleshooter.repair.job import Change, Job

_HINT = "Return one gradient for each argument."


def repair(job: Job) -> Change:
    """Every gradient function that gives None: its last expression, else the gradient that came in."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for outer in every(job.code.module, cst.FunctionDef):
        if any(_named(one.decorator) == "custom_gradient" for one in outer.decorators):
            for inner in every(outer.body, cst.FunctionDef):
                new = _returning(inner)
                if new is not None:
                    edits[inner] = new
    if not edits:
        raise CannotRepair("no gradient function without a value was found", hint=_HINT)
    note = "the gradient that the function computed is used now"
    return Change(edits, changes=note, exercises=None)


def _named(node: cst.BaseExpression) -> str:
    return last_name(node.func if isinstance(node, cst.Call) else node)


def _returning(inner: cst.FunctionDef) -> cst.FunctionDef | None:
    values = [one.value for one in every(inner.body, cst.Return)]
    if any(value is not None and not is_none(value) for value in values) or not inner.params.params:
        return None
    body = [one for one in statements(inner.body) if not isinstance(small(one), cst.Return | cst.Pass)]
    last = small(body[-1]) if body else None
    upstream = expression(inner.params.params[0].name.value)
    rest: list[Statement] = body
    if isinstance(last, cst.Expr) and not isinstance(last.value, cst.SimpleString):
        rest = [*body[:-1], _as_return(body[-1], last.value)]
    elif isinstance(last, cst.Assign) and isinstance(last.targets[0].target, cst.Name):
        rest = [*body, returning(last.targets[0].target)]
    else:
        rest = [*body, returning(upstream)]
    return inner.with_changes(body=block(inner.body, rest))


def _as_return(statement: Statement, value: cst.BaseExpression) -> Statement:
    return statement.with_changes(body=[cst.Return(value)])
