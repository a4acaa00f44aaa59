"""complete-branch: every path that ends without a value, by a condition known while building, gets one."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import TargetKind
from troubleshooter.repair.build import Expression, Statement, block, is_none, parsed, returning, statements
from troubleshooter.repair.code import Function, edited, every
from troubleshooter.repair.fill import filled, shape_note
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import falls_through, gives_value, has_default, is_generator, returns
from troubleshooter.repair.recipes import tensor_truth

Handler = cst.ExceptHandler | cst.ExceptStarHandler


def repair(job: Job) -> Change:
    """Give the paths without a value the one the person wants there."""
    function = job.needed_function
    if any(job.flow.is_tensor(found.test) for found in every(function, cst.If, cst.IfExp)):
        return tensor_truth.repair(job)  # eagerly the test works; graphs, fit and saving need it as an operation
    values = _values(function)
    if job.target.kind is TargetKind.LOSS:
        raise CannotRepair("the path without a value is one of a loss or metric", hint="Return a number on every path.")
    if not values:
        raise CannotRepair("no path of the function returns a value")
    fill = filled(job, values)
    new = _lambda(function, fill) if isinstance(function, cst.Lambda) else _completed(function, fill)
    if new.deep_equals(function):
        raise CannotRepair("every path of the function returns a value")
    note = shape_note(values) if job.answer("other-branch") == "unchanged" else ""
    if len(every(new, cst.Raise)) > len(every(function, cst.Raise)):
        note = "an error that was swallowed is raised again, so that it can be seen"
    return Change({function: new}, asked=("other-branch",), changes=note)


def _values(function: Function) -> list[Expression]:
    """The values that the function does return."""
    found = (
        [function.body] if isinstance(function, cst.Lambda) else [one.value for one in returns(function) if one.value]
    )
    return [part for value in found if not is_none(value) for part in _parts(value) if not is_none(part)]


def _parts(value: Expression) -> list[Expression]:
    if isinstance(value, cst.IfExp):
        return [*_parts(value.body), *_parts(value.orelse)]
    return [value]


def _lambda(function: cst.Lambda, fill: Expression) -> cst.Lambda:
    return function.with_changes(body=_without_none(function.body, fill))


def _without_none(value: Expression, fill: Expression) -> Expression:
    """`v if c else None` with the fill in the place of None."""
    if is_none(value):
        return fill
    if isinstance(value, cst.IfExp):
        body, orelse = _without_none(value.body, fill), _without_none(value.orelse, fill)
        return edited(value, {value.body: body, value.orelse: orelse})
    return value


def _completed(function: cst.FunctionDef, fill: Expression) -> cst.FunctionDef:
    if is_generator(function):
        raise CannotRepair("the function is a generator")
    edits = {
        found: found.with_changes(value=fill, **_spaced(found)) for found in returns(function) if not gives_value(found)
    }
    edits |= {
        found: found.with_changes(value=_without_none(found.value, fill))
        for found in returns(function)
        if gives_value(found) and isinstance(found.value, cst.IfExp)
    }
    handlers = _none_in_handlers(function)
    function = edited(function, {**edits, **{found: cst.Raise() for found in handlers}})
    body = _ended(statements(function.body), fill)
    return function.with_changes(body=block(function.body, body)) if body is not None else function


def _spaced(found: cst.Return) -> dict[str, cst.BaseParenthesizableWhitespace]:
    return {} if found.value is not None else {"whitespace_after_return": cst.SimpleWhitespace(" ")}


def _none_in_handlers(function: cst.FunctionDef) -> list[cst.Return]:
    """`except ...: return None`: no value can be right there, the error has to be seen."""
    return [found for handler in _handlers(function) for found in returns(handler) if not gives_value(found)]


def _handlers(function: cst.FunctionDef) -> list[cst.ExceptHandler]:
    return [handler for attempt in every(function, cst.Try) for handler in attempt.handlers]


def _ended(body: Sequence[Statement], fill: Expression) -> list[Statement] | None:
    """The body with an end on every path; None where every path has one."""
    if not falls_through(body):
        return None
    *before, last = body
    if isinstance(last, cst.Try | cst.TryStar):
        last = last.with_changes(handlers=[_raising(handler) for handler in last.handlers])
    elif isinstance(last, cst.Match) and not has_default(last):
        last = _with_default(last, fill)
    elif isinstance(last, cst.With):
        inner = _ended(statements(last.body), fill)
        last = last.with_changes(body=block(last.body, inner)) if inner is not None else last
    whole = [*before, last]
    return [*whole, returning(fill)] if falls_through(whole) else whole


def _raising(handler: Handler) -> Handler:
    """A handler that swallows the error raises it again."""
    body = statements(handler.body)
    if not falls_through(body):
        return handler
    kept = [statement for statement in body if not _is_pass(statement)]
    return handler.with_changes(body=block(handler.body, [*kept, parsed("raise")]))


def _is_pass(statement: Statement) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and all(isinstance(part, cst.Pass) for part in statement.body)


def _with_default(statement: cst.Match, fill: Expression) -> cst.Match:
    case = cst.MatchCase(pattern=cst.MatchAs(), body=cst.IndentedBlock([returning(fill)]))
    return statement.with_changes(cases=[*statement.cases, case])
