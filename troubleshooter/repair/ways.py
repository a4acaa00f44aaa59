"""Pieces of an if on a tensor: its arms, what each computes, and how the new statements are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from troubleshooter.repair.build import (
    Expression,
    Statement,
    as_statement,
    assigning,
    comments_in,
    line,
    replaced,
    small,
    statements,
    with_comments,
)
from troubleshooter.repair.code import every, names_in, text
from troubleshooter.repair.effects import is_side_effect
from troubleshooter.repair.rename import plain


@dataclass(frozen=True)
class Way:
    """One way through an if: what is computed first, and its value."""

    body: list[Statement]
    value: Expression


def arms_of(statement: cst.If) -> tuple[list[Statement], list[Statement]]:
    orelse = statement.orelse
    if isinstance(orelse, cst.If):
        return statements(statement.body), [orelse.with_changes(leading_lines=())]
    return statements(statement.body), statements(orelse.body) if orelse is not None else []


def jumps(statement: cst.If) -> bool:
    return bool(every(statement, cst.Break, cst.Continue)) and not every(statement, cst.For, cst.While)


def prints(part: cst.BaseSmallStatement | None) -> bool:
    """Runs something for its side effect that must not run on the other way."""
    return isinstance(part, cst.Expr) and is_side_effect(part.value) and text(part.value.func) != "print"  # type: ignore[attr-defined]


def without_empty_lists(before: list[Statement], after: list[Statement]) -> list[Statement]:
    """`out = []` is not needed where the loop that filled it has become `out = tf.map_fn(...)`."""
    rows = {text(part.targets[0].target) for one in after if isinstance(part := small(one), cst.Assign)}
    return [
        one for one in before if every(one, cst.Comment) or text(one).strip() not in {f"{name} = []" for name in rows}
    ]


def stores(part: cst.BaseSmallStatement | None) -> bool:
    """Assigns to an attribute or an item."""
    targets = [target.target for target in part.targets] if isinstance(part, cst.Assign) else []
    targets += [part.target] if isinstance(part, cst.AugAssign | cst.AnnAssign) else []
    return any(isinstance(target, cst.Attribute | cst.Subscript) for target in targets)


def meaning(body: Sequence[Statement]) -> list[Statement]:
    """Without pass and bare expressions that do nothing."""
    return [one for one in body if not isinstance(small(one), cst.Pass)]


def direct(way: Way) -> Way:
    """`y = v; return y` is `return v`."""
    last = small(way.body[-1]) if way.body else None
    if isinstance(last, cst.AugAssign) and isinstance(last.target, cst.Name):
        last = plain(last)
    if isinstance(last, cst.Assign) and len(last.targets) == 1 and text(last.targets[0].target) == text(way.value):
        return Way(way.body[:-1], last.value)
    return way


def inline(way: Way) -> Way:
    """Values written where they are chosen, when every name is assigned once and no value uses another."""
    parts = [small(one) for one in way.body]
    if not all(isinstance(part, cst.Assign) and isinstance(part.targets[0].target, cst.Name) for part in parts):
        return way
    values = {text(part.targets[0].target): part.value for part in parts if isinstance(part, cst.Assign)}
    names = {text(element) for element in elements(way.value)}
    if len(values) != len(parts) or not set(values) <= names:
        return way
    reads = [names_in(value) & set(values) for value in list(values.values())[1:]]
    if any(reads):
        return way
    return Way([], cst.Tuple([cst.Element(values.get(text(one), one)) for one in elements(way.value)]))


def elements(value: Expression) -> list[Expression]:
    return [element.value for element in value.elements] if isinstance(value, cst.Tuple) else [value]


def assignment(names: list[str], values: list[Expression]) -> Statement:
    """One assignment each, or all at once where a later value uses an earlier name."""
    if len(names) == 1:
        return assigning(names[0], values[0])
    elements = cst.Tuple([cst.Element(value) for value in values], lpar=[], rpar=[])
    targets = cst.Tuple([cst.Element(cst.Name(name)) for name in names], lpar=[], rpar=[])
    return line(cst.Assign([cst.AssignTarget(targets)], elements))


def without_augment(one: Statement) -> Statement:
    part = small(one)
    return replaced(one, plain(part)) if isinstance(part, cst.AugAssign) else one


def used_in(way: Way) -> set[str]:
    return {name for one in way.body for name in names_in(one)} | names_in(way.value)


def quiet(body: Sequence[Statement]) -> list[Statement]:
    """The statements without their comments, which stand above the whole."""
    return [
        one.with_changes(leading_lines=(), trailing_whitespace=cst.TrailingWhitespace())
        if isinstance(one, cst.SimpleStatementLine)
        else one
        for one in body
    ]


def commented(new: Sequence[Statement], statement: Statement, rest: Sequence[Statement]) -> list[Statement]:
    """The new statements, above them every comment of the old ones that they do not have themselves."""
    old = [*comments_in(statement), *(comment.value for one in rest for comment in every(one, cst.Comment))]
    still = {comment.value for one in new for comment in every(one, cst.Comment)}
    lost = [comment for comment in old if comment not in still]
    first = as_statement(new[0])
    return [with_comments(first, getattr(statement, "leading_lines", ()), lost), *new[1:]]
