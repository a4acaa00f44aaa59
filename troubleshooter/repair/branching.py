"""Statements that test a tensor, written as tensor operations: if with returns or assignments, assert, while, for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import (
    Expression,
    Statement,
    as_statement,
    block,
    call,
    comments_in,
    expression,
    line,
    replaced,
    returning,
    small,
    statements,
    with_comments,
)
from troubleshooter.repair.code import edited, every, names_in, text
from troubleshooter.repair.loops import Loops
from troubleshooter.repair.paths import falls_through, gives_value, own_statements, returns
from troubleshooter.repair.rename import bound_names, fresh, renamed
from troubleshooter.repair.truth import Truth
from troubleshooter.repair.ways import (
    Way,
    arms_of,
    assignment,
    commented,
    direct,
    elements,
    inline,
    jumps,
    meaning,
    prints,
    quiet,
    stores,
    used_in,
    without_augment,
    without_empty_lists,
)

_SHORT = 2  # statements after an if that may be written in both of its branches


@dataclass(frozen=True)
class Branching:
    """Rewrites the statements of one function. `fill` gives the value of a path without one."""

    truth: Truth
    fill: Callable[[], Expression]
    taken: frozenset[str]
    loops: Loops

    def body(self, body: Sequence[Statement], bound: Sequence[str]) -> list[Statement]:
        """A body to the end of the function. `bound` are the names that have a value before it."""
        for place, statement in enumerate(body):
            if not self._tests(statement):
                continue
            before, rest = list(body[:place]), list(body[place + 1 :])
            known = [*bound, *bound_names(before)]
            after = self._from(statement, rest, known)
            kept = before if isinstance(statement, cst.If) else without_empty_lists(before, after)
            return [*(self._expressions(earlier) for earlier in kept), *after]
        return [self._expressions(statement) for statement in body]

    def _from(self, statement: Statement, rest: list[Statement], bound: list[str]) -> list[Statement]:
        """`statement`, which tests a tensor, and everything behind it."""
        if isinstance(statement, cst.If) and self._is_tensor_if(statement):
            if jumps(statement):
                raise CannotRepair("the condition decides whether a loop goes on", hint="Use tf.while_loop.")
            if returns(statement) or every(statement, cst.Raise):
                return self._returning(statement, rest, bound)
            merged = self._merged(statement, rest, bound)
            return [*merged, *self.body(rest, [*bound, *bound_names([statement])])]
        if isinstance(statement, cst.If) and returns(statement) and self._deep(statement):
            return self._static_if(statement, rest, bound)
        if isinstance(statement, cst.While | cst.For) and self.loops.is_over_tensor(statement):
            new, rest = self.loops.replaced(statement, rest, bound)
            return [*new, *self.body(rest, [*bound, *bound_names([statement])])]
        inner = self._blocks(statement, rest, bound)
        return [inner, *self.body(rest, [*bound, *bound_names([statement])])]

    # --- which statements -------------------------------------------------------------------------------------------

    def _is_tensor_if(self, statement: cst.If) -> bool:
        return self.truth.flow.is_tensor(statement.test)

    def _tests(self, statement: Statement) -> bool:
        return any(
            (isinstance(one, cst.If) and self._is_tensor_if(one)) or self.loops.is_over_tensor(one)
            for one in own_statements([statement])
        )

    def _deep(self, statement: Statement) -> bool:
        """A tensor's if with a return stands deeper in the statement."""
        inner = [one for one in own_statements([statement]) if isinstance(one, cst.If) and self._is_tensor_if(one)]
        return any(returns(one) for one in inner)

    def _expressions(self, statement: Statement) -> Statement:
        """The statement with its own expressions fixed; nested functions are left alone."""
        if isinstance(statement, cst.FunctionDef | cst.ClassDef):
            return statement
        part = small(statement)
        if isinstance(part, cst.Return) and part.value is not None:
            return replaced(statement, part.with_changes(value=self.truth.fixed(part.value, result=True)))
        if isinstance(part, cst.Assert):
            return replaced(statement, self._assert(part))
        new = statement.visit(_Expressions(self.truth, self._assert))
        return new if isinstance(new, cst.BaseStatement) else statement

    def _assert(self, part: cst.Assert) -> cst.BaseSmallStatement:
        """`assert c` on a tensor as an operation of the graph."""
        if not self.truth.flow.is_tensor(part.test):
            return part
        test = self.truth.scope.condition(self.truth.fixed(part.test))
        scalar = test if self.truth.scope.is_scalar(test) else call(f"{self.truth.tf}.reduce_all", test)
        shown = [part.msg] if isinstance(part.msg, cst.SimpleString) else []
        data = ", ".join(text(one) for one in [*shown, expression(self.truth.select.like)])
        return cst.Expr(call(f"{self.truth.tf}.debugging.Assert", scalar, f"[{data}]"))

    # --- an if whose branches return --------------------------------------------------------------------------------

    def _returning(self, statement: cst.If, rest: list[Statement], bound: list[str]) -> list[Statement]:
        then, other = arms_of(statement)
        guard = self._guard(statement, then, other, rest, bound)
        if guard is not None:
            return guard
        both = falls_through(then) and falls_through(other)
        if both and len(rest) > _SHORT:
            raise CannotRepair("the condition returns from the middle of a longer function", hint="Use one return.")
        then, other = ([*arm, *rest] if falls_through(arm) else arm for arm in (then, other))
        ways = self._ways(then, other, bound)
        if ways is None:
            return self._functions(statement, then, other, bound)
        one, two = self._apart(ways, statement.test, bound)
        value = self.truth.select.choice(self.truth.fixed(statement.test), one.value, two.value, result=True)
        new = [*quiet(one.body), *quiet(two.body), returning(value)]
        return commented(new, statement, rest)

    def _ways(self, then: list[Statement], other: list[Statement], bound: list[str]) -> tuple[Way, Way] | None:
        """Both arms as straight code with a value; None where one of them is more than that."""
        one, two = self._way(then, bound), self._way(other, bound)
        return (one, two) if one is not None and two is not None else None

    def _way(self, body: list[Statement], bound: list[str]) -> Way | None:
        straight = self.body(body, bound)
        parts = [small(statement) for statement in straight]
        if any(part is None for part in parts[:-1]) or any(prints(part) for part in parts):
            return None
        last = parts[-1] if parts else None
        ends = isinstance(last, cst.Return)
        if not ends and falls_through(straight):
            return Way(meaning(straight), self.fill())
        if not isinstance(last, cst.Return):
            return None
        value = last.value if last.value is not None and gives_value(last) else self.fill()
        return direct(Way(meaning(straight[:-1]), value))

    def _apart(self, ways: tuple[Way, Way], test: Expression, bound: list[str]) -> tuple[Way, Way]:
        """New names for variables that the other way, or the condition, uses too."""
        one, two = ways
        first, second = bound_names(one.body), bound_names(two.body)
        used = names_in(test) | used_in(two) | set(second)
        one_names = {name: fresh(name, "if", self.taken) for name in first if name in used}
        used = names_in(test) | used_in(one) | set(first)
        two_names = {name: fresh(name, "else", self.taken) for name in second if name in used}
        new = [renamed(way.body, way.value, names, set(bound)) for way, names in ((one, one_names), (two, two_names))]
        return Way(new[0].body, new[0].value), Way(new[1].body, new[1].value)

    def _guard(
        self, statement: cst.If, then: list[Statement], other: list[Statement], rest: list[Statement], bound: list[str]
    ) -> list[Statement] | None:
        """`if c: raise ...` as an assertion in the graph."""
        raising = [arm for arm in (then, other) if len(arm) == 1 and isinstance(small(arm[0]), cst.Raise)]
        if not raising:
            if every(statement, cst.Raise):
                raise CannotRepair("a branch raises an error", hint="Use tf.debugging.Assert.")
            return None
        test = self.truth.scope.condition(self.truth.fixed(statement.test))
        wrong = raising[0] is then
        holds = call(f"{self.truth.tf}.logical_not", test) if wrong else test
        scalar = holds if self.truth.scope.is_scalar(test) else call(f"{self.truth.tf}.reduce_all", holds)
        message = next(iter(every(raising[0][0], cst.SimpleString)), None)
        shown = [text(message)] if message is not None else []
        data = ", ".join([*shown, self.truth.select.like])
        check = line(cst.Expr(call(f"{self.truth.tf}.debugging.Assert", scalar, f"[{data}]")))
        above = with_comments(check, statement.leading_lines, comments_in(statement))
        return [above, *self.body([*(other if wrong else then), *rest], bound)]

    def _functions(
        self, statement: cst.If, then: list[Statement], other: list[Statement], bound: list[str]
    ) -> list[Statement]:
        """tf.cond over two inner functions: for branches that are more than straight code."""
        test = self.truth.scope.condition(self.truth.fixed(statement.test))
        if self.truth.scope.answer != "batch" or not self.truth.scope.is_scalar(test):
            hint = "Compute both values first, then choose with tf.where."
            raise CannotRepair("a branch does more than compute a value", hint=hint)
        names = [fresh("when", suffix, self.taken) for suffix in ("true", "false")]
        made = [self._function(name, arm, bound) for name, arm in zip(names, (then, other), strict=True)]
        value = returning(call(f"{self.truth.tf}.cond", test, *names))
        return commented([*made, value], statement, [])

    def _function(self, name: str, body: list[Statement], bound: list[str]) -> cst.FunctionDef:
        inner = self.body(body, bound)
        if falls_through(inner):
            inner = [*inner, returning(self.fill())]
        empty = [found for one in inner for found in returns(one) if not gives_value(found)]
        edits = {found: found.with_changes(value=self.fill()) for found in empty}
        tight_equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        again = [one for one in bound_names(inner) if one in bound]
        params = [cst.Param(cst.Name(one), default=cst.Name(one), equal=tight_equal) for one in again]
        made = cst.IndentedBlock(inner)
        return cst.FunctionDef(cst.Name(name), cst.Parameters(params), edited(made, edits) if edits else made)

    # --- an if whose branches assign --------------------------------------------------------------------------------

    def _merged(self, statement: cst.If, rest: list[Statement], bound: list[str]) -> list[Statement]:
        """Both branches computed; each name they bind chosen by the condition."""
        arms = [self.body(arm, bound) for arm in arms_of(statement)]
        if any(small(one) is None or prints(small(one)) or stores(small(one)) for arm in arms for one in arm):
            raise CannotRepair(
                "a branch does more than assign variables", hint="Compute both values first, then choose with tf.where."
            )
        names = list(dict.fromkeys(bound_names(arms[0]) + bound_names(arms[1])))
        later = {name for one in rest for name in names_in(one)}
        kept = [name for name in names if name in later or name in bound] or names[-1:]
        ways = [self._assigned(arm, kept, bound) for arm in arms]
        one, two = self._apart((ways[0], ways[1]), statement.test, bound)
        return self._chosen(statement, kept, one, two)

    def _assigned(self, arm: list[Statement], kept: list[str], bound: list[str]) -> Way:
        """The values that one branch gives to the names, as a tuple."""
        arm = [without_augment(one) for one in meaning(arm)]
        mine = bound_names(arm)
        values = [self._kept_value(name, mine, bound) for name in kept]
        way = Way(arm, cst.Tuple([cst.Element(value) for value in values]))
        return inline(way)

    def _kept_value(self, name: str, mine: list[str], bound: list[str]) -> Expression:
        return expression(name) if name in mine or name in bound else self.fill()

    def _chosen(self, statement: cst.If, kept: list[str], one: Way, two: Way) -> list[Statement]:
        pairs = zip(elements(one.value), elements(two.value), strict=True)
        test = self.truth.fixed(statement.test)
        values = [self.truth.select.choice(test, *pair, result=False) for pair in pairs]
        new = [*quiet(one.body), *quiet(two.body), assignment(kept, values)]
        return commented(new, statement, [])

    # --- statements around ------------------------------------------------------------------------------------------

    def _static_if(self, statement: cst.If, rest: list[Statement], bound: list[str]) -> list[Statement]:
        """A static if with a tensor's if in it that returns: what follows goes into its branches."""
        then, other = arms_of(statement)
        falling = [arm for arm in (then, other) if falls_through(arm)]
        if len(falling) > 1 and len(rest) > _SHORT:
            raise CannotRepair("the condition returns from the middle of a longer function", hint="Use one return.")
        arms = [self.body([*arm, *rest] if falls_through(arm) else arm, bound) for arm in (then, other)]
        body = block(statement.body, arms[0])
        if not arms[1]:
            return [statement.with_changes(body=body)]
        if falls_through(arms[0]):
            orelse = cst.Else(cst.IndentedBlock(arms[1]))
            return [statement.with_changes(body=body, orelse=orelse)]
        return [statement.with_changes(body=body, orelse=None), *arms[1]]

    def _blocks(self, statement: Statement, rest: list[Statement], bound: list[str]) -> Statement:
        """A with, for, try or static if around a tensor's if: rewritten inside."""
        if self._deep(statement) and (rest or not isinstance(statement, cst.With)):
            raise CannotRepair("the condition returns out of a loop, try or with", hint="Assign, then return once.")
        suites = every(statement, cst.IndentedBlock, cst.SimpleStatementSuite)
        outer = [one for one in suites if not any(one is not two and one in every(two, type(one)) for two in suites)]
        known = [*bound, *bound_names([statement])]
        edits = {suite: block(suite, self.body(statements(suite), known)) for suite in outer}
        return as_statement(edited(statement, edits))


class _Expressions(cst.CSTTransformer):
    """Fixes every expression of a statement, not those of nested functions."""

    def __init__(self, truth: Truth, fix_assert: Callable[[cst.Assert], cst.BaseSmallStatement]) -> None:
        super().__init__()
        self.truth, self.fix_assert = truth, fix_assert

    def on_visit(self, node: cst.CSTNode) -> bool:
        return not isinstance(node, cst.BaseExpression | cst.FunctionDef | cst.ClassDef)

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        if isinstance(original_node, cst.Assert):
            return self.fix_assert(original_node)
        if isinstance(original_node, cst.Return) and original_node.value is not None:
            return original_node.with_changes(value=self.truth.fixed(original_node.value, result=True))
        return self.truth.fixed(original_node) if isinstance(original_node, cst.BaseExpression) else updated_node
