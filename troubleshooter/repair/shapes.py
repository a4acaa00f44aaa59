"""The shapes of a function as reading sees them, brought to the nodes that a recipe rewrites."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, TypeVar

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.reading import Reading, read_target
from troubleshooter.facts.shapes import Event, read_shapes
from troubleshooter.intake.syntax import read as read_program
from troubleshooter.model import TargetKind
from troubleshooter.repair.code import every, last_name
from troubleshooter.repair.job import Job

N = TypeVar("N", bound=cst.CSTNode)


class Shapes:
    """The events of a job's function, and the way from what was read to what is written."""

    def __init__(self, job: Job, what: str) -> None:
        if job.target.kind is TargetKind.HELPER:
            raise CannotRepair("a helper is repaired with the function that calls it")
        program = read_program(job.code.module.code)
        if program is None:
            raise CannotRepair("the source cannot be read as Python")
        self.job, self.program = job, program
        self.reading: Reading = read_target(program, job.target, False, {})
        self.events: list[Event] = [event for event in read_shapes(self.reading) if event.what == what]

    def node(self, found: ast.AST | None, kind: type[N]) -> N:
        """The node of the concrete tree for a node that was read."""
        if found is not None:
            place = self.program.place(found)
            wanted = (place.line, place.column, place.end_line, place.end_column)
            for node in every(self.job.code.module, kind):
                span = self.job.code.spans[node]
                if (span.start.line, span.start.column, span.end.line, span.end.column) == wanted:
                    return node
        raise CannotRepair("the place to change could not be found in the source")

    def expression(self, found: ast.AST | None) -> cst.BaseExpression:
        """The expression for a node that was read."""
        # mypy has no way to say "a type that may be abstract"
        return self.node(found, cst.BaseExpression)  # type: ignore[type-abstract]


def measured(origin: ast.AST | None) -> ast.expr | None:
    """The tensor that an expression takes the static shape of: x in x.shape[0], K.int_shape(x), x.get_shape()."""
    match origin:
        case ast.Subscript(value=inner) | ast.Starred(value=inner):
            return measured(inner)
        case ast.Attribute(value=inner, attr="shape" | "_keras_shape" | "_shape"):
            return inner
        case ast.Attribute(value=inner):
            return measured(inner)
        case ast.Call(func=ast.Attribute(value=inner, attr="get_shape")):
            return inner
        case ast.Call(func=ast.Attribute(attr="int_shape") | ast.Name(id="int_shape"), args=[inner, *_]):
            return inner
        case ast.Call(func=ast.Attribute(value=inner, attr="as_list")):
            return measured(inner)
        case ast.Call(func=ast.Name(id="tuple" | "list"), args=[inner, *_]):
            return measured(inner)
    return None


def keyword(call: cst.Call, *names: str) -> cst.Arg | None:
    """The argument of a call that is given by one of these names."""
    return next((one for one in call.args if last_name(one.keyword) in names), None)


def argument(call: cst.Call, position: int, *names: str) -> cst.Arg | None:
    """The argument of a call by its name, or in its place."""
    named = keyword(call, *names)
    if named is not None:
        return named
    plain = [one for one in call.args if one.keyword is None and not one.star]
    return plain[position] if position < len(plain) else None


def with_argument(call: cst.Call, name: str, value: cst.BaseExpression) -> cst.Call:
    """The call with one more keyword argument, written as its neighbours are."""
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    new = cst.Arg(value, cst.Name(name), equal=equal)
    kept: Sequence[Any] = [*call.args]
    if kept:
        last = kept[-1]
        comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        kept = [*kept[:-1], last.with_changes(comma=comma, whitespace_after_arg=cst.SimpleWhitespace(""))]
    return call.with_changes(args=[*kept, new])
