"""add-return: a function that computes a value and never returns it."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import TargetKind
from troubleshooter.repair.build import Expression, expression, is_none, statements
from troubleshooter.repair.code import edited
from troubleshooter.repair.ending import Ending
from troubleshooter.repair.fill import one_argument
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.last_value import with_last_value
from troubleshooter.repair.paths import gives_value, is_generator, returns


def repair(job: Job) -> Change:
    """Return what the function computes."""
    function = job.needed_function
    if isinstance(function, cst.Lambda):
        return _of_lambda(job, function)
    if is_generator(function):
        raise CannotRepair("the function is a generator")
    if any(gives_value(found) for found in returns(function)):
        raise CannotRepair("the function returns a value")
    return _of_loss(job, function) if job.target.kind is TargetKind.LOSS else _of_def(job, function)


def _of_loss(job: Job, function: cst.FunctionDef) -> Change:
    """A loss or another number: what was computed last, derived from the first parameter or not."""
    try:
        return Change({function: with_last_value(function)})
    except CannotRepair:
        return _of_def(job, function)


def _fallback(job: Job, near: Iterable[cst.CSTNode] = ()) -> str:
    """What to return where nothing is computed: the argument, where it may be given back unchanged."""
    if job.target.kind is TargetKind.LOSS:
        hint = "Return the number that it is meant to compute."
        raise CannotRepair("the function computes nothing that could be returned", hint=hint)
    return one_argument(job, near)


def _of_lambda(job: Job, function: cst.Lambda) -> Change:
    if not is_none(function.body):
        raise CannotRepair("the lambda gives a value")
    return Change({function: edited(function, {function.body: expression(_fallback(job))})})


def _of_def(job: Job, function: cst.FunctionDef) -> Change:
    ending = Ending(job.flow, lambda near: _fallback(job, near))
    if not job.flow.arguments:  # a branch of tf.cond takes nothing and works on the names around it
        return Change({function: with_last_value(function)})
    body = ending.of(statements(function.body))
    new = function.with_changes(body=ending.block(function.body, body))
    early = [found for found in returns(new) if not gives_value(found)]
    spaced = cst.SimpleWhitespace(" ")
    fill = {found: found.with_changes(value=_argument(job), whitespace_after_return=spaced) for found in early}
    note = "an early `return` without a value now returns the argument" if early else ""
    return Change({function: edited(new, fill)}, changes=note)


def _argument(job: Job) -> Expression:
    return expression(_fallback(job))
