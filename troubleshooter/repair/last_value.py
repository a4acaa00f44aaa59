"""What a function that returns nothing computes last, whatever it is: a tensor, a number, a model."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import (
    Statement,
    block,
    expression,
    is_docstring,
    replaced,
    returning,
    small,
    statements,
)
from troubleshooter.repair.code import dotted, last_name
from troubleshooter.repair.effects import is_side_effect
from troubleshooter.repair.flow import target_names
from troubleshooter.repair.paths import gives_value, own_statements

# Methods that change or use a model, an optimizer or a list, and give nothing that a caller waits for.
_STEPS = frozenset({
    "compile", "fit", "summary", "build", "save", "save_weights", "load_weights", "set_weights", "evaluate", "predict",
    "fit_generator", "train_on_batch", "export", "plot_model", "assign", "assign_add", "assign_sub", "update_state",
})  # fmt: skip
_HINT = "End the function with `return` and the value that its caller waits for."


def with_last_value(function: cst.FunctionDef) -> cst.FunctionDef:
    """The function with a return of what it computes last; refuses where that cannot be read."""
    given = {param.name.value for param in (*function.params.posonly_params, *function.params.params)}
    body = ended(statements(function.body), given)
    return function.with_changes(body=block(function.body, body))


def with_name(function: cst.FunctionDef, name: str) -> cst.FunctionDef:
    """The function ended by `return name`."""
    body = [one for one in statements(function.body) if not _is_empty_return(one)]
    return function.with_changes(body=block(function.body, [*body, returning(expression(name))]))


def ended(body: Sequence[Statement], given: AbstractSet[str] = frozenset()) -> list[Statement]:
    """Statements ended by a return of what the last of them that counts computes; `given`: names bound before."""
    body = [one for one in body if not _is_empty_return(one)]
    place = next((index for index in reversed(range(len(body))) if _counts(body[index])), None)
    if place is None:
        raise CannotRepair("the function computes nothing that could be returned", hint=_HINT)
    statement = body[place]
    part = small(statement)
    if isinstance(part, cst.Expr):
        after = list(body[place + 1 :])
        if after:
            raise CannotRepair("the last value of the function is not kept in a name", hint=_HINT)
        return [*body[:place], replaced(statement, cst.Return(part.value))]
    if isinstance(statement, cst.With):
        inner = block(statement.body, ended(statements(statement.body), given))
        return [*body[:place], statement.with_changes(body=inner), *body[place + 1 :]]
    return [*body, returning(expression(_name(statement, body[:place], given)))]


def _counts(statement: Statement) -> bool:
    """Whether a statement computes something: an assignment to a name, a value standing alone, or a block of those."""
    part = small(statement)
    if isinstance(part, cst.Assign | cst.AugAssign | cst.AnnAssign):
        return bool(_names(part))
    if isinstance(part, cst.Expr):
        return not is_docstring(statement) and not _is_step(part.value)
    if part is not None or isinstance(statement, cst.FunctionDef | cst.ClassDef):
        return False
    inner = [one for one in own_statements([statement]) if one is not statement]
    return any(_counts(one) for one in inner if small(one) is not None)


def _is_step(value: cst.BaseExpression) -> bool:
    """A call made for its effect: print(...), model.compile(...), a constant that stands alone."""
    if isinstance(value, cst.Call):
        return is_side_effect(value) or (isinstance(value.func, cst.Attribute) and last_name(value.func) in _STEPS)
    return isinstance(value, cst.Ellipsis | cst.SimpleString | cst.Name | cst.Await | cst.Yield)


def _names(part: cst.Assign | cst.AugAssign | cst.AnnAssign) -> list[str]:
    """The plain names that an assignment binds."""
    targets = [one.target for one in part.targets] if isinstance(part, cst.Assign) else [part.target]
    return [name for target in targets for name in target_names(target)]


def _name(statement: Statement, before: Sequence[Statement], given: AbstractSet[str]) -> str:
    """The one name that a statement leaves; for a block that may not run, one that is bound before it too."""
    part = small(statement)
    if isinstance(part, cst.Assign | cst.AugAssign | cst.AnnAssign):
        names = _names(part)
        if len(names) == 1:
            return names[0]
        raise CannotRepair("the function computes several values last", hint=_HINT)
    inner = [small(one) for one in own_statements([statement])]
    bound = [
        name for one in inner if isinstance(one, cst.Assign | cst.AugAssign | cst.AnnAssign) for name in _names(one)
    ]
    known = {name for one in own_statements(before) if (assign := small(one)) is not None for name in _bound(assign)}
    last = bound[-1] if bound else ""
    if not last or (last not in known | given and not _in_each_branch(statement, last)):
        raise CannotRepair("it cannot be read which value the function is meant to give", hint=_HINT)
    return last


def _bound(part: cst.BaseSmallStatement) -> list[str]:
    return _names(part) if isinstance(part, cst.Assign | cst.AugAssign | cst.AnnAssign) else []


def _in_each_branch(statement: Statement, name: str) -> bool:
    """Whether an if with an else binds the name in all of its branches."""
    if not isinstance(statement, cst.If) or statement.orelse is None:
        return False
    here = any(name in _bound(part) for one in statements(statement.body) if (part := small(one)) is not None)
    other = statement.orelse
    if isinstance(other, cst.If):
        return here and _in_each_branch(other, name)
    return here and any(name in _bound(part) for one in statements(other.body) if (part := small(one)) is not None)


def _is_empty_return(statement: Statement) -> bool:
    part = small(statement)
    return isinstance(part, cst.Return) and not gives_value(part)


def assigned_calls(function: cst.FunctionDef, *names: str) -> list[str]:
    """The names of a function that hold what a call of one of these names gives, in their order."""
    found = []
    for one in own_statements(statements(function.body)):
        part = small(one)
        made = isinstance(part, cst.Assign) and isinstance(part.value, cst.Call) and last_name(part.value.func) in names
        if isinstance(part, cst.Assign) and made and dotted(part.targets[0].target):
            found.append(dotted(part.targets[0].target))
    return found
