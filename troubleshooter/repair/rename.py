"""Names for the two versions of a variable, where both branches of an if are computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import libcst as cst

from troubleshooter.repair.build import (
    Expression,
    Statement,
    as_expression,
    as_statement,
    assigning,
    expression,
    replaced,
    small,
    tight,
)
from troubleshooter.repair.code import edited, every, names_in, text
from troubleshooter.repair.flow import assignments, target_names

OPERATORS: dict[type[cst.BaseAugOp], str] = {
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/", cst.PowerAssign: "**",
    cst.FloorDivideAssign: "//", cst.ModuloAssign: "%", cst.MatrixMultiplyAssign: "@", cst.BitAndAssign: "&",
    cst.BitOrAssign: "|", cst.BitXorAssign: "^",
}  # fmt: skip


def plain(part: cst.AugAssign) -> cst.Assign:
    """`x *= 2` as `x = x * 2`."""
    operator = OPERATORS[type(part.operator)]
    value = expression(f"{text(part.target)} {operator} {text(tight(part.value))}")
    return cst.Assign([cst.AssignTarget(part.target)], value)


def bound_names(body: Sequence[Statement]) -> list[str]:
    """The names that statements bind, in order."""
    names: dict[str, None] = {}
    for statement in body:
        for target, _ in assignments(statement):
            names |= dict.fromkeys(target_names(target))
        for loop in every(statement, cst.For):
            names |= dict.fromkeys(target_names(loop.target))
    return list(names)


def fresh(name: str, suffix: str, taken: Iterable[str]) -> str:
    """A name that nothing in the function uses."""
    taken = set(taken)
    new, count = f"{name}_{suffix}", 2
    while new in taken:
        new, count = f"{name}_{suffix}{count}", count + 1
    return new


@dataclass(frozen=True)
class Renamed:
    """Statements and a value after renaming."""

    body: list[Statement]
    value: Expression


def renamed(body: Sequence[Statement], value: Expression, new: dict[str, str], bound: set[str]) -> Renamed:
    """Give variables new names from their first assignment on; before it they have their old value."""
    current: dict[str, str] = {}
    result: list[Statement] = []
    for statement in body:
        part = small(statement)
        if isinstance(part, cst.AugAssign):
            part = plain(part)
            statement = replaced(statement, part)  # noqa: PLW2901
        written = [name for name in bound_names([statement]) if name in new]
        if isinstance(part, cst.Assign):
            read = part.with_changes(value=_read(part.value, current))
            current |= {name: new[name] for name in written}
            targets = [target.with_changes(target=_read(target.target, current)) for target in read.targets]
            result.append(replaced(statement, read.with_changes(targets=targets)))
            continue
        first = [name for name in written if name not in current]
        result += [assigning(new[name], expression(name)) for name in first if name in bound]
        current |= {name: new[name] for name in written}
        result.append(as_statement(_read(statement, current)))
    return Renamed(result, as_expression(_read(value, current)))


def _read(node: cst.CSTNode, current: dict[str, str]) -> cst.CSTNode:
    """The names of `node` as they are called now."""
    if not current or not names_in(node) & set(current):
        return node
    if isinstance(node, cst.Name):
        return node.with_changes(value=current[node.value])
    skip = {attribute.attr for attribute in every(node, cst.Attribute)}
    skip |= {argument.keyword for argument in every(node, cst.Arg) if argument.keyword is not None}
    found = [name for name in every(node, cst.Name) if name.value in current and name not in skip]
    return edited(node, {name: name.with_changes(value=current[name.value]) for name in found})
