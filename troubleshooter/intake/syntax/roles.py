"""What part a function of the source plays: what Keras calls it for (loss, metric, regularizer ...), or that it builds.

A Lambda's function is found by its construction; all other functions that Keras is given are found here, by the place
they are given at or the class that they stand in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.intake.syntax.functions import Resolved, class_named, own_nodes, resolve
from troubleshooter.intake.syntax.names import canonical, last
from troubleshooter.intake.syntax.once import once
from troubleshooter.intake.syntax.program import Program

_KEYWORDS = {
    "loss": "loss",
    "loss_fn": "loss",
    "metrics": "metric",
    "weighted_metrics": "metric",
    "activation": "activation",
    "recurrent_activation": "activation",
    "regularizer": "regularizer",
    "constraint": "constraint",
    "initializer": "initializer",
    "learning_rate": "schedule",
    "lr": "schedule",
}
_ENDINGS = {"_regularizer": "regularizer", "_constraint": "constraint", "_initializer": "initializer"}
_HOMES = {  # the module of Keras a base class lives in, or how its name ends -> (role, the method that gives the value)
    "losses": ("loss", "call"),
    "metrics": ("metric", "result"),
    "regularizers": ("regularizer", "__call__"),
    "constraints": ("constraint", "__call__"),
    "initializers": ("initializer", "__call__"),
    "schedules": ("schedule", "__call__"),
}
_BASES = {
    "Loss": "losses",
    "Metric": "metrics",
    "Regularizer": "regularizers",
    "Constraint": "constraints",
    "Initializer": "initializers",
    "LearningRateSchedule": "schedules",
}
_TAPES = {"gradient", "jacobian", "batch_jacobian"}
_DEEP = 5


def given_functions(program: Program) -> Iterator[tuple[str, Resolved]]:
    """(role, function) of the functions that Keras is given outside of layers; one may come more than once."""
    for call in program.calls:
        for role, value in _given(program, call):
            for leaf in _leaves(value):
                found = resolve(program, leaf) or _of_object(program, leaf)
                if found is not None:
                    yield role, found
    yield from _methods(program)
    for value in _differentiated(program):
        found = resolve(program, value)
        if found is not None:
            yield "loss", found


def _given(program: Program, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a call that are functions for Keras to call."""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if method == "compile":
        yield from zip(("loss", "metric"), call.args[1:3], strict=False)
    name = canonical(program, call.func)
    if call.args and (".optimizers." in f".{name}" or last(name) == "LearningRateScheduler"):
        yield "schedule", call.args[0]
    for keyword in call.keywords:
        ending = next((role for end, role in _ENDINGS.items() if (keyword.arg or "").endswith(end)), "")
        role = ending or _KEYWORDS.get(keyword.arg or "", "")
        if role:
            yield role, keyword.value


def _leaves(value: ast.expr) -> Iterator[ast.expr]:
    """The elements of a list or dict of functions, or the one."""
    if isinstance(value, (ast.List, ast.Tuple)):
        for element in value.elts:
            yield from _leaves(element)
    elif isinstance(value, ast.Dict):
        for element in value.values:
            yield from _leaves(element)
    elif isinstance(value, (ast.Name, ast.Attribute, ast.Lambda, ast.Call)):
        yield value


def _of_object(program: Program, value: ast.expr) -> Resolved | None:
    """An object of a class of the source that is called: SparsityPenalty(0.1)."""
    owner = class_named(program, value.func) if isinstance(value, ast.Call) else None
    node = _method(owner, "__call__") if owner is not None else None
    return Resolved(node, skip=1, owner=owner) if node is not None else None


def _method(owner: ast.ClassDef, name: str) -> ast.FunctionDef | None:
    return next((node for node in owner.body if isinstance(node, ast.FunctionDef) and node.name == name), None)


def _methods(program: Program) -> Iterator[tuple[str, Resolved]]:
    """The methods that give the value, of the classes of the source that derive from Keras's Loss, Metric ..."""
    for owner in program.parents:
        if isinstance(owner, ast.ClassDef):
            role, name = _HOMES.get(home_of(program, owner), ("", ""))
            node = _method(owner, name) if role else None
            if node is not None:
                yield role, Resolved(node, skip=1, owner=owner)


def home_of(program: Program, owner: ast.ClassDef, depth: int = 0) -> str:
    """Which family of Keras objects a class belongs to, by its bases: losses, metrics, ...; "" for none."""
    for base in owner.bases if depth < _DEEP else ():
        inner = class_named(program, base)
        if inner is not None and inner is not owner:
            found = home_of(program, inner, depth + 1)
        else:
            name = canonical(program, base) or (base.id if isinstance(base, ast.Name) else "")
            parts = [part for part in name.split(".")[:-1] if part in _HOMES]
            found = parts[-1] if parts else _BASES.get(last(name) or name, "")
        if found:
            return found
    return ""


def _differentiated(program: Program) -> Iterator[ast.expr]:
    """The functions whose result a gradient is taken of: loss = f(...); tape.gradient(loss, ...), or minimize(f)."""
    for call in program.calls:
        if not isinstance(call.func, ast.Attribute) or not call.args or canonical(program, call.func):
            continue
        target = call.args[0]
        if call.func.attr == "minimize" and isinstance(target, (ast.Name, ast.Lambda, ast.Attribute)):
            yield target
        if call.func.attr in {*_TAPES, "minimize"}:
            yield from _makers(program, target)


def _makers(program: Program, value: ast.expr) -> Iterator[ast.expr]:
    """What is called to make a value: f of f(...), by name or at the place."""
    if isinstance(value, ast.Call):
        yield value.func
    elif isinstance(value, ast.Name):
        for binding in program.lookup(value.id, value)[-3:]:
            if binding.how == "assign" and isinstance(binding.value, ast.Call):
                yield binding.value.func


def used_results(program: Program) -> Iterator[tuple[ast.Call, Resolved]]:
    """(call, function) of the calls of the source's own functions whose result goes on into something else."""
    for call in program.calls:
        plain = isinstance(call.func, ast.Name) or _of_self(call.func)
        if plain and not canonical(program, call.func) and _goes_on(program, call):
            found = resolve(program, call.func)
            if found is not None:
                yield call, found


def _of_self(function: ast.expr) -> bool:
    """self.build(...), or a method of an object by its name."""
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)


def _goes_on(program: Program, call: ast.Call) -> bool:
    """Whether the result of a call is used: not thrown away, nor kept in a name that nobody reads."""
    parent = program.parents.get(call)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name):
        return parent.targets[0].id in _names_read(program, program.scope_of(parent))
    return not isinstance(parent, ast.Expr)


@once
def _names_read(_: Program, scope: ast.AST) -> frozenset[str]:
    """The names that a scope's own code reads."""
    return frozenset(n.id for n in own_nodes(scope) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
