"""How a body that never returns is ended: with the value it computes last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import (
    Expression,
    Statement,
    block,
    expression,
    is_docstring,
    parsed,
    replaced,
    returning,
    small,
    statements,
)
from troubleshooter.repair.code import dotted, text
from troubleshooter.repair.effects import is_side_effect
from troubleshooter.repair.flow import Flow, target_names
from troubleshooter.repair.paths import branches, falls_through, gives_value, own_statements

Handler = cst.ExceptHandler | cst.ExceptStarHandler


@dataclass(frozen=True)
class Ending:
    """Ends bodies of one function. `argument` names the argument (given the code around), or refuses."""

    flow: Flow
    argument: Callable[[Sequence[cst.CSTNode]], str]

    def block(self, suite: cst.BaseSuite, body: list[Statement]) -> cst.BaseSuite:
        """The suite with its new body; a body on one line stays there."""
        if isinstance(suite, cst.SimpleStatementSuite) and all(small(statement) for statement in body):
            parts = [part for statement in body if (part := small(statement)) is not None]
            return suite.with_changes(body=parts)
        return block(suite, body)

    def of(self, body: Sequence[Statement]) -> list[Statement]:
        """The body, ended by a return of what it computes last."""
        body = [statement for statement in body if not _is_empty_return(statement)]
        place = self._last_meaningful(body)
        if place is None:
            return [*_without_pass(body), returning(self._fallback(body))]
        value = self._value(body, place)
        if value is not None:
            return [*body, returning(value)]
        new = self._inside(body[place])
        whole = [*body[:place], new, *body[place + 1 :]]
        return [*whole, returning(self._fallback(body[:place]))] if falls_through(whole) else whole

    def _last_meaningful(self, body: Sequence[Statement]) -> int | None:
        places = [place for place, statement in enumerate(body) if self._computes(statement)]
        return places[-1] if places else None

    def _computes(self, statement: Statement) -> bool:
        part = small(statement)
        if isinstance(part, cst.Assign | cst.AugAssign | cst.AnnAssign):
            return any(self._tensor_name(target, part.value) for target in _targets(part))
        if isinstance(part, cst.Expr):
            return not is_docstring(statement) and not is_side_effect(part.value) and self.flow.is_tensor(part.value)
        if isinstance(statement, cst.FunctionDef | cst.ClassDef):
            return False
        inner = [one for one in own_statements([statement]) if one is not statement]
        return any(self._computes(one) for one in inner if small(one) is not None)

    def _tensor_name(self, target: Expression, value: Expression | None) -> bool:
        if isinstance(target, cst.Attribute):
            return self.flow.is_tensor(value)
        if isinstance(target, cst.Subscript):
            return self.flow.is_tensor(target.value)
        return any(name in self.flow.tensors | self.flow.lists for name in target_names(target))

    def _value(self, body: Sequence[Statement], place: int) -> Expression | None:
        """What to return behind the body; None where the return has to stand inside its last statement."""
        statement = body[place]
        part = small(statement)
        if isinstance(part, cst.Assign | cst.AugAssign | cst.AnnAssign):
            return _named(part)
        if part is not None:
            return None
        names = [self._name_of_branch(branch) for branch in _ways(statement)]
        before = {name for earlier in body[:place] for name in _bound([earlier])} | set(self.flow.arguments)
        known = {name for name in names if name}
        if len(known) != 1 or any(name == "?" for name in names):
            return None
        name = known.pop()
        return expression(name) if name in before or all(names) or isinstance(statement, cst.For | cst.While) else None

    def _name_of_branch(self, branch: Sequence[Statement]) -> str:
        """The one name a branch assigns last; "" where it computes nothing, "?" where it ends in anything else."""
        place = self._last_meaningful(branch)
        if place is None:
            return "" if falls_through(branch) else "?"
        value = self._value(branch, place)
        return dotted(value) if value is not None and dotted(value) else "?"

    def _inside(self, statement: Statement) -> Statement:
        """The statement with a return in each of its branches that computes a value."""
        part = small(statement)
        if isinstance(part, cst.Expr):
            return replaced(statement, cst.Return(part.value))
        if isinstance(statement, cst.If):
            return self._if(statement)
        if isinstance(statement, cst.With):
            return statement.with_changes(body=self.block(statement.body, self.of(statements(statement.body))))
        if isinstance(statement, cst.Try | cst.TryStar):
            return self._try(statement)
        if isinstance(statement, cst.Match):
            cases = [case.with_changes(body=self._branch(case.body)) for case in statement.cases]
            return statement.with_changes(cases=cases)
        raise CannotRepair("it cannot be read which value the loop is meant to give", hint="Return a tensor after it.")

    def _branch(self, suite: cst.BaseSuite) -> cst.BaseSuite:
        body = statements(suite)
        return self.block(suite, self.of(body)) if falls_through(body) else suite

    def _if(self, statement: cst.If) -> cst.If:
        orelse = statement.orelse
        if isinstance(orelse, cst.If):
            orelse = self._if(orelse)
        elif orelse is not None:
            orelse = orelse.with_changes(body=self._branch(orelse.body))
        return statement.with_changes(body=self._branch(statement.body), orelse=orelse)

    def _try(self, statement: cst.Try | cst.TryStar) -> cst.Try | cst.TryStar:
        """The value of the body is returned; a handler that computes none raises its error again."""
        handlers = [self._handler(handler) for handler in statement.handlers]
        body = statements(statement.body)
        ended = self.block(statement.body, self.of(body)) if statement.orelse is None else statement.body
        orelse = statement.orelse
        if orelse is not None:
            orelse = orelse.with_changes(body=self._branch(orelse.body))
        return statement.with_changes(body=ended, handlers=handlers, orelse=orelse)

    def _handler(self, handler: Handler) -> Handler:
        body = statements(handler.body)
        if not falls_through(body):
            return handler
        if self._last_meaningful(body) is not None:
            return handler.with_changes(body=self.block(handler.body, self.of(body)))
        return handler.with_changes(body=block(handler.body, [*_without_pass(body), parsed("raise")]))

    def _fallback(self, body: Sequence[Statement]) -> Expression:
        """The name last derived from the argument, else the argument."""
        bound = [name for name in _bound(body) if name in self.flow.tensors]
        if any(isinstance(statement, cst.FunctionDef) for statement in body):
            hint = "Return the result of the inner function."
            raise CannotRepair("the function only defines another one", hint=hint)
        return expression(bound[-1] if bound else self.argument(body))


def _targets(part: cst.Assign | cst.AugAssign | cst.AnnAssign) -> list[Expression]:
    return [target.target for target in part.targets] if isinstance(part, cst.Assign) else [part.target]


def _named(part: cst.Assign | cst.AugAssign | cst.AnnAssign) -> Expression:
    """What an assignment bound, as an expression; an item or slice assignment gives its whole."""
    targets = _targets(part)
    name = next((target for target in targets if isinstance(target, cst.Name)), targets[0])
    if isinstance(name, cst.Subscript):
        return name.value
    return expression(text(name).strip("()"))


def _ways(statement: Statement) -> list[list[Statement]]:
    """The branches through a compound statement."""
    if isinstance(statement, cst.If):
        return branches(statement)
    if isinstance(statement, cst.Match):
        return [*(statements(case.body) for case in statement.cases), []]
    if isinstance(statement, cst.Try | cst.TryStar):
        return [statements(statement.body), *(statements(handler.body) for handler in statement.handlers)]
    body = getattr(statement, "body", None)
    return [statements(body)] if isinstance(body, cst.BaseSuite) else [[]]


def _bound(body: Sequence[Statement]) -> list[str]:
    parts = [small(statement) for statement in own_statements(body)]
    assigns = [part for part in parts if isinstance(part, cst.Assign | cst.AugAssign | cst.AnnAssign)]
    return [name for part in assigns for target in _targets(part) for name in target_names(target)]


def _is_empty_return(statement: Statement) -> bool:
    part = small(statement)
    return isinstance(part, cst.Return) and not gives_value(part)


def _without_pass(body: Sequence[Statement]) -> list[Statement]:
    return [statement for statement in body if not isinstance(small(statement), cst.Pass)]
