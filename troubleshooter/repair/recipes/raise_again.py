"""raise-again: an except clause that swallows the error lets it be seen, or gives the input where it is expected."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Statement, block, expression, line, replaced, small, statements
from troubleshooter.repair.code import edited, every
from troubleshooter.repair.fill import one_argument
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import falls_through, gives_value, returns

_FACT = "swallowed-error"


def repair(job: Job) -> Change:
    """End each except clause without a value by `raise`, or by a return of the input."""
    function = job.needed_function
    if not isinstance(function, cst.FunctionDef):
        raise CannotRepair("a lambda has no except clause")
    found = [handler for handler in every(function, cst.ExceptHandler) if _swallows(handler)]
    if not found:
        raise CannotRepair("no except clause of the function swallows an error")
    raising = job.answer(_FACT) == "raise"
    end = cst.Raise() if raising else cst.Return(expression(one_argument(job)))
    edits = {handler: handler.with_changes(body=block(handler.body, _ended(handler, end))) for handler in found}
    note = (
        "the error that was swallowed is raised again"
        if raising
        else "where the error comes the input passes unchanged"
    )
    return Change({function: edited(function, edits)}, asked=(_FACT,), changes=note)


def _swallows(handler: cst.ExceptHandler) -> bool:
    """The clause ends without a value and without raising."""
    if every(handler.body, cst.Raise, cst.Continue, cst.Break):
        return False
    if any(gives_value(one) for one in returns(handler)):
        return False
    return falls_through(statements(handler.body)) or bool(returns(handler))


def _ended(handler: cst.ExceptHandler, end: cst.BaseSmallStatement) -> list[Statement]:
    """The clause's statements; the last one takes the place of an empty one, and so keeps its comment."""
    body = statements(handler.body)
    kept = [one for one in body[:-1] if not _is_empty(one)]
    last = body[-1]
    return [*kept, replaced(last, end)] if _is_empty(last) else [*kept, last, line(end)]


def _is_empty(statement: Statement) -> bool:
    """pass, return, return None."""
    part = small(statement)
    return isinstance(part, cst.Pass) or (isinstance(part, cst.Return) and not gives_value(part))
