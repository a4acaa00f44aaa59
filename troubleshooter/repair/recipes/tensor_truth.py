"""tensor-truth: if, while, assert, and/or/not, max/min/sum and loops on a tensor become tensor operations."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.branching import Branching
from troubleshooter.repair.build import Expression, block, is_none, statements
from troubleshooter.repair.code import edited, every, names_in, text
from troubleshooter.repair.fill import changes_shape, filled, like
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.loops import Loops
from troubleshooter.repair.paths import returns
from troubleshooter.repair.ranks import all_rank2
from troubleshooter.repair.scope import Scope
from troubleshooter.repair.select import Select
from troubleshooter.repair.truth import Truth


def repair(job: Job) -> Change:
    """Write the function without truth tests on tensors."""
    function = job.needed_function
    flow = job.flow
    if not flow.arguments:
        raise CannotRepair("the function takes no tensor")
    scope = Scope(function, flow, job.tf, job.answer("condition-scope"), all_rank2(job.code.module))
    truth = Truth(Select(scope, like(job)))
    missing = _Missing(job)
    new = _lambda(function, truth, missing) if isinstance(function, cst.Lambda) else _def(function, truth, missing)
    if text(new) == text(function):
        raise CannotRepair("no truth test on a tensor was found in the function")
    asked = ("condition-scope", "other-branch") if missing.used else ("condition-scope",)
    return Change({function: new}, asked=asked, changes=_note(scope, function))


@dataclass
class _Missing:
    """The value for a path without one, and whether it was needed."""

    job: Job
    used: list[str] = field(default_factory=list)

    def value(self) -> Expression:
        self.used.append("other-branch")
        function = self.job.needed_function
        given = [found.value for found in returns(function) if found.value is not None and not is_none(found.value)]
        values = [function.body] if isinstance(function, cst.Lambda) else given
        fill = filled(self.job, values)
        if self.job.answer("other-branch") != "zeros" and any(changes_shape(value) for value in values):
            hint = "Answer `zeros`, or return a value of the same shape yourself."
            raise CannotRepair("the input has another shape than the value of the other path", hint=hint)
        return fill


def _lambda(function: cst.Lambda, truth: Truth, missing: _Missing) -> cst.Lambda:
    body = _without_none(function.body, missing)
    return function.with_changes(body=truth.fixed(body, result=True))


def _without_none(value: Expression, missing: _Missing) -> Expression:
    if not isinstance(value, cst.IfExp):
        return value
    edits = {part: missing.value() for part in (value.body, value.orelse) if is_none(part)}
    deeper = {part: _without_none(part, missing) for part in (value.body, value.orelse) if isinstance(part, cst.IfExp)}
    return edited(value, {**edits, **deeper})


def _def(function: cst.FunctionDef, truth: Truth, missing: _Missing) -> cst.FunctionDef:
    ternaries = [found.value for found in returns(function) if isinstance(found.value, cst.IfExp)]
    edits = {value: _without_none(value, missing) for value in ternaries}
    function = edited(function, edits) if edits else function
    taken = frozenset(names_in(function))
    branching = Branching(truth, missing.value, taken, Loops(truth, taken))
    bound = [param.name.value for param in every(function.params, cst.Param)]
    before = statements(function.body)
    after = branching.body(before, bound)
    same = len(after) == len(before) and all(one.deep_equals(two) for one, two in zip(after, before, strict=True))
    return function if same else function.with_changes(body=block(function.body, after))


def _note(scope: Scope, function: cst.CSTNode) -> str:
    tests = [node.test for node in every(function, cst.If, cst.IfExp, cst.While) if scope.flow.is_tensor(node.test)]
    if scope.answer == "batch":
        odd = next((test for test in tests if not scope.is_scalar(test)), None)
        return f"`{text(odd)}` has a value for each element, so it is taken for each element" if odd is not None else ""
    kind = "row (sample)" if scope.answer == "row" else "element"
    return f"the condition is decided for each {kind} by itself, no longer once for the whole batch"
