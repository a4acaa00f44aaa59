"""add-return: a function that computes a value and never returns it."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, expression, is_none, statements
from troubleshooter.repair.code import edited
from troubleshooter.repair.ending import Ending
from troubleshooter.repair.fill import one_argument
from troubleshooter.repair.job import Change, Job
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
    return _of_def(job, function)


def _of_lambda(job: Job, function: cst.Lambda) -> Change:
    if not is_none(function.body):
        raise CannotRepair("the lambda gives a value")
    return Change({function: edited(function, {function.body: expression(one_argument(job))})})


def _of_def(job: Job, function: cst.FunctionDef) -> Change:
    ending = Ending(job.flow, lambda near: one_argument(job, near))
    body = ending.of(statements(function.body))
    new = function.with_changes(body=ending.block(function.body, body))
    early = [found for found in returns(new) if not gives_value(found)]
    spaced = cst.SimpleWhitespace(" ")
    fill = {found: found.with_changes(value=_argument(job), whitespace_after_return=spaced) for found in early}
    note = "an early `return` without a value now returns the argument" if early else ""
    return Change({function: edited(new, fill)}, changes=note)


def _argument(job: Job) -> Expression:
    return expression(one_argument(job))
