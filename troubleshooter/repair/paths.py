"""The ways through a function: which end without a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from troubleshooter.repair.build import Statement, is_none, statements
from troubleshooter.repair.code import dotted, every, text

_ENDS = (cst.Return, cst.Raise, cst.Break, cst.Continue)


def falls_through(body: Sequence[Statement]) -> bool:
    """Control can reach the end of these statements."""
    return all(_passes(statement) for statement in body)


def _passes(statement: Statement) -> bool:
    match statement:
        case cst.SimpleStatementLine():
            return not any(isinstance(part, _ENDS) for part in statement.body)
        case cst.If():
            return any(falls_through(branch) for branch in branches(statement))
        case cst.With():
            return falls_through(statements(statement.body))
        case cst.While():
            return not (dotted(statement.test) == "True" and not every(statement.body, cst.Break))
        case cst.Match():
            caught = [statements(case.body) for case in statement.cases]
            return not has_default(statement) or any(falls_through(body) for body in caught)
        case cst.Try() | cst.TryStar():
            return _try_passes(statement)
        case _:
            return True


def _try_passes(statement: cst.Try | cst.TryStar) -> bool:
    if statement.finalbody is not None and not falls_through(statements(statement.finalbody.body)):
        return False
    body = falls_through(statements(statement.body))
    if statement.orelse is not None:
        body = body and falls_through(statements(statement.orelse.body))
    return body or any(falls_through(statements(handler.body)) for handler in statement.handlers)


def has_default(statement: cst.Match) -> bool:
    """A `case _:` (or a bare name) without a guard."""
    last = statement.cases[-1] if statement.cases else None
    plain = last.pattern if last is not None and last.guard is None else None
    return isinstance(plain, cst.MatchAs) and plain.pattern is None


def branches(statement: cst.If) -> list[list[Statement]]:
    """The bodies of an if with its elifs and its else; an empty one where there is no else."""
    result = [statements(statement.body)]
    if isinstance(statement.orelse, cst.If):
        return result + branches(statement.orelse)
    return [*result, statements(statement.orelse.body) if statement.orelse else []]


class _Returns(cst.CSTVisitor):
    """The return statements of one function, not of the functions inside."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[cst.Return] = []

    def visit_Return(self, node: cst.Return) -> None:  # noqa: N802 - libcst's name
        self.found.append(node)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:  # noqa: N802, ARG002
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:  # noqa: N802, ARG002
        return False


def returns(node: cst.CSTNode) -> list[cst.Return]:
    """The return statements in a body."""
    visitor = _Returns()
    (node.body if isinstance(node, cst.FunctionDef) else node).visit(visitor)
    return visitor.found


def gives_value(found: cst.Return) -> bool:
    """The statement returns something other than None."""
    return found.value is not None and not is_none(found.value)


def own_statements(body: Sequence[Statement]) -> Iterator[Statement]:
    """All statements of a function, those of nested blocks included, nested functions left out."""
    for statement in body:
        yield statement
        if not isinstance(statement, cst.FunctionDef | cst.ClassDef):
            for inner in _blocks(statement):
                yield from own_statements(inner)


def _blocks(statement: Statement) -> Iterator[list[Statement]]:
    for name in ("body", "orelse", "finalbody"):
        part = getattr(statement, name, None)
        if isinstance(part, cst.If):
            yield [part]
        elif isinstance(part, cst.BaseSuite):
            yield statements(part)
        elif isinstance(part, cst.Else | cst.Finally):
            yield statements(part.body)
    for handler in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield statements(handler.body)


def is_generator(function: cst.FunctionDef) -> bool:
    """The function yields."""
    return bool(every(function.body, cst.Yield)) and "yield" in text(function.body)
