"""return-the-argument: a function that returns what print, append or update give (None) returns its argument too."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, expression, line
from troubleshooter.repair.code import edited, text
from troubleshooter.repair.effects import is_side_effect
from troubleshooter.repair.fill import one_argument
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import returns


def repair(job: Job) -> Change:
    """Keep the side effect, return the argument."""
    function = job.needed_function
    if isinstance(function, cst.Lambda):
        return Change({function: function.with_changes(body=_kept(job, function.body))})
    edits = {found: parts for found in returns(function) if (parts := _split(job, found)) is not None}
    if not edits:
        raise CannotRepair("the function does not return the result of a call made for its side effect")
    new = function.visit(_Splitter(edits))
    return Change({function: cst.ensure_type(new, cst.FunctionDef)})


def _kept(job: Job, body: Expression) -> Expression:
    if isinstance(body, cst.IfExp):
        branches = {part: _kept(job, part) for part in (body.body, body.orelse) if is_side_effect(part)}
        if branches:
            return edited(body, branches)
    if not is_side_effect(body):
        raise CannotRepair("the lambda does not return the result of a call made for its side effect")
    return expression(f"({text(body)}, {_value(job, body)})[1]")


def _value(job: Job, effect: Expression) -> str:
    """The derived tensor that the call was given under its name, else the argument."""
    given = [argument.value for argument in effect.args] if isinstance(effect, cst.Call) else []
    names = [value.value for value in given if isinstance(value, cst.Name) and job.flow.is_tensor(value)]
    return names[0] if len(names) == 1 else one_argument(job, [effect])


def _split(job: Job, found: cst.Return) -> list[cst.BaseSmallStatement] | None:
    if found.value is None or not is_side_effect(found.value):
        return None
    return [cst.Expr(found.value), cst.Return(expression(_value(job, found.value)))]


class _Splitter(cst.CSTTransformer):
    """`return print(x)` becomes two lines."""

    def __init__(self, edits: dict[cst.Return, list[cst.BaseSmallStatement]]) -> None:
        super().__init__()
        self.edits = edits

    def leave_SimpleStatementLine(  # noqa: N802 - libcst's name
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        found = next((part for part in original_node.body if part in self.edits), None)
        if not isinstance(found, cst.Return):
            return updated_node
        effect, value = self.edits[found]
        first = updated_node.with_changes(body=[*updated_node.body[:-1], effect])
        return cst.FlattenSentinel([first, line(value)])

    def leave_SimpleStatementSuite(  # noqa: N802 - libcst's name
        self, original_node: cst.SimpleStatementSuite, updated_node: cst.SimpleStatementSuite
    ) -> cst.BaseSuite:
        found = next((part for part in original_node.body if part in self.edits), None)
        if not isinstance(found, cst.Return):
            return updated_node
        return updated_node.with_changes(body=[*updated_node.body[:-1], *self.edits[found]])
