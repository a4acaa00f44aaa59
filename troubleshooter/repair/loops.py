"""Loops over a tensor: rows with tf.map_fn, `while` on a tensor with tf.while_loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import (
    Expression,
    Statement,
    as_expression,
    as_statement,
    assigning,
    call,
    comments_in,
    expression,
    returning,
    small,
    statements,
    with_comments,
)
from troubleshooter.repair.code import dotted, edited, every, last_name, names_in, text
from troubleshooter.repair.flow import target_names
from troubleshooter.repair.paths import returns
from troubleshooter.repair.rename import bound_names, fresh, plain, renamed
from troubleshooter.repair.truth import Truth

_HINT = "Write the loop with tf.map_fn or tf.while_loop."
_STACKS = frozenset({"stack", "convert_to_tensor", "array", "asarray"})


@dataclass(frozen=True)
class Loops:
    """Rewrites the loops of one function."""

    truth: Truth
    taken: frozenset[str]

    def is_over_tensor(self, statement: Statement) -> bool:
        """`for row in x`, or `while` on a tensor."""
        if isinstance(statement, cst.For):
            return self.truth.flow.is_tensor(statement.iter)
        return isinstance(statement, cst.While) and self.truth.flow.is_tensor(statement.test)

    def replaced(
        self, statement: Statement, rest: list[Statement], bound: Sequence[str]
    ) -> tuple[list[Statement], list[Statement]]:
        """What stands in the place of the loop, and what stands behind it."""
        loop = statement
        if not isinstance(loop, cst.For | cst.While):
            raise CannotRepair("the statement is no loop")
        if returns(loop) or every(loop, cst.Break, cst.Continue) or loop.orelse is not None:
            raise CannotRepair("the loop over a tensor is left early", hint=_HINT)
        above, inner = loop.leading_lines, comments_in(loop)
        new, rest = self._while(loop, rest, bound) if isinstance(loop, cst.While) else self._for(loop, rest)
        return [with_comments(new[0], above, inner), *new[1:]], rest

    # --- while ------------------------------------------------------------------------------------------------------

    def _while(
        self, loop: cst.While, rest: list[Statement], bound: Sequence[str]
    ) -> tuple[list[Statement], list[Statement]]:
        body = statements(loop.body)
        names = [name for name in bound_names(body) if name in bound]
        if not names or any(not isinstance(small(one), cst.Assign | cst.AugAssign) for one in body):
            raise CannotRepair("the loop does more than change variables", hint=_HINT)
        test = self.truth.scope.condition(self.truth.fixed(loop.test))
        values = self._values(body, names)
        parameters, listed = ", ".join(names), f"[{', '.join(names)}]"
        made = call(
            f"{self.truth.tf}.while_loop",
            f"lambda {parameters}: {text(test)}",
            f"lambda {parameters}: [{', '.join(text(value) for value in values)}]",
            listed,
        )
        if len(names) == 1:
            return [assigning(names[0], expression(f"{text(made)}[0]"))], rest
        return [assigning(parameters, made)], rest

    def _values(self, body: list[Statement], names: list[str]) -> list[Expression]:
        """The new value of each variable, in terms of the old ones."""
        values: dict[str, Expression] = {}
        for statement in body:
            part = small(statement)
            assign = plain(part) if isinstance(part, cst.AugAssign) else part
            if not isinstance(assign, cst.Assign) or not isinstance(assign.targets[0].target, cst.Name):
                raise CannotRepair("the loop does more than change variables", hint=_HINT)
            if names_in(assign.value) & set(values):
                raise CannotRepair("the variables of the loop depend on each other", hint=_HINT)
            values[assign.targets[0].target.value] = self.truth.fixed(assign.value)
        if set(values) != set(names):
            raise CannotRepair("a variable of the loop has no value before it", hint=_HINT)
        return [values[name] for name in names]

    # --- for --------------------------------------------------------------------------------------------------------

    def _for(self, loop: cst.For, rest: list[Statement]) -> tuple[list[Statement], list[Statement]]:
        names = list(target_names(loop.target))
        if not isinstance(loop.target, cst.Name) or text(loop.iter).startswith("range("):
            raise CannotRepair("the loop over a tensor counts or unpacks its rows", hint=_HINT)
        *before, last = statements(loop.body)
        collected = self._appended(last)
        if collected is not None:
            return self._mapped(loop, names[0], before, *collected), _unstacked(rest, collected[0])
        added = self._added(last)
        if added is not None:
            mapped = self._mapped(loop, names[0], before, added[0], added[1])
            rows = small(mapped[-1])
            value = rows.value if isinstance(rows, cst.Assign) else None
            total = call(f"{self.truth.tf}.reduce_sum", as_expression(value), "axis=0")
            return [*mapped[:-1], assigning(added[0], expression(f"{added[0]} + {text(total)}"))], rest
        raise CannotRepair("it cannot be read what the loop over a tensor collects", hint=_HINT)

    def _appended(self, statement: Statement) -> tuple[str, Expression] | None:
        """(list, value) of `out.append(value)`."""
        part = small(statement)
        if not isinstance(part, cst.Expr) or not isinstance(part.value, cst.Call):
            return None
        found = part.value
        if last_name(found.func) != "append" or not isinstance(found.func, cst.Attribute) or len(found.args) != 1:
            return None
        return (dotted(found.func.value), found.args[0].value) if dotted(found.func.value) else None

    def _added(self, statement: Statement) -> tuple[str, Expression] | None:
        """(name, value) of `total += value`."""
        part = small(statement)
        if isinstance(part, cst.AugAssign) and isinstance(part.operator, cst.AddAssign) and dotted(part.target):
            return dotted(part.target), part.value
        return None

    def _mapped(
        self, loop: cst.For, row: str, before: list[Statement], name: str, value: Expression
    ) -> list[Statement]:
        """`name = tf.map_fn(...)`; with an inner function where a row takes more than an expression."""
        value = self.truth.fixed(value)
        if not before:
            return [assigning(name, self.truth.mapped(row, value, loop.iter))]
        if name in {used for one in before for used in names_in(one)}:
            raise CannotRepair("the rows of the loop depend on each other", hint=_HINT)
        inner = renamed(before, value, {}, set())
        function = fresh("each", row, self.taken)
        made = cst.FunctionDef(
            cst.Name(function),
            cst.Parameters([cst.Param(cst.Name(row))]),
            cst.IndentedBlock([*inner.body, returning(inner.value)]),
        )
        return [made, assigning(name, call(f"{self.truth.tf}.map_fn", function, loop.iter))]


def _unstacked(rest: list[Statement], name: str) -> list[Statement]:
    """tf.stack(out) is `out` now, since tf.map_fn stacks."""
    return [_unstacked_in(statement, name) for statement in rest]


def _unstacked_in(statement: Statement, name: str) -> Statement:
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for found in every(statement, cst.Call):
        values = [argument.value for argument in found.args]
        if not values or dotted(values[0]) != name:
            continue
        others = [text(argument).replace(" ", "").rstrip(",") for argument in found.args[1:]]
        if last_name(found.func) in _STACKS and others in ([], ["axis=0"], ["0"]):
            edits[found] = values[0]
        elif last_name(found.func) in _STACKS | {"concat", "concatenate", "len"}:
            raise CannotRepair("the rows are joined along another axis", hint=_HINT)
    return as_statement(edited(statement, edits)) if edits else statement
