"""Which functions a failure may be about: every Lambda, Layer.call, losses, the helpers they call, and the rest."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Program,
    Resolved,
    canonical,
    given_functions,
    is_keras,
    is_layer_class,
    lambda_argument,
    lambda_calls,
    own_nodes,
    read,
    resolve,
    used_results,
)
from troubleshooter.model import Snippet, Target, TargetKind

PROGRAM = Target("program", TargetKind.PROGRAM, "<module>", None)
_OF_OBJECTS = {"call", "__call__", "result"}  # methods that many classes have
_LOSS_METHODS = {"compute_loss", "compute_metrics", "compute_own_loss"}


def find_targets(snippet: Snippet) -> tuple[Target, ...]:
    """All targets of a snippet: Lambdas in source order, calls, losses, helpers, and the program last."""
    program = read(snippet.text)
    if program is None:
        return ()
    lambdas = list(_lambdas(program))
    calls = list(_calls(program))
    losses = list(_losses(program))
    if not lambdas and not calls and not _builds(program):
        lambdas = list(_bare(program, {t.function for t in (*calls, *losses)}))
    found = [*lambdas, *calls, *losses]
    return (*found, *_helpers(program, found), PROGRAM)


def _lambdas(program: Program) -> Iterator[Target]:
    """One target for each Lambda construction."""
    constructions = list(lambda_calls(program))
    lines = Counter(call.lineno for call in constructions)
    for call in constructions:
        place = program.place(call)
        found = resolve(program, lambda_argument(call))
        column = f":{place.column}" if lines[call.lineno] > 1 else ""
        yield Target(
            f"lambda:{call.lineno}{column}",
            TargetKind.LAMBDA,
            _name(found) if found else "",
            program.place(found.node) if found else None,
            place,
            _layer_name(call),
        )


def _name(found: Resolved) -> str:
    return getattr(found.node, "name", "<lambda>")


def _layer_name(call: ast.Call) -> str:
    """The name= of a layer where it is written out."""
    value = next((k.value for k in call.keywords if k.arg == "name"), None)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _calls(program: Program) -> Iterator[Target]:
    """Layer.call and Model.call methods of the source."""
    for owner in program.parents:
        if isinstance(owner, ast.ClassDef) and is_layer_class(program, owner):
            for node in owner.body:
                if isinstance(node, ast.FunctionDef) and node.name == "call":
                    yield Target(f"call:{owner.name}.call", TargetKind.CALL, f"{owner.name}.call", program.place(node))
                elif isinstance(node, ast.FunctionDef) and node.name in _LOSS_METHODS:
                    name = f"{owner.name}.{node.name}"
                    yield Target(f"loss:{name}", TargetKind.LOSS, name, program.place(node))


def _losses(program: Program) -> Iterator[Target]:
    """What Keras is given besides layers: losses, metrics, regularizers, constraints, schedules, activations."""
    seen: set[ast.AST] = set()
    for _, found in given_functions(program):
        if found.node in seen or _is_call(program, found):
            continue
        seen.add(found.node)
        name = getattr(found.node, "name", "")
        if found.owner is not None and name in _OF_OBJECTS:
            name = f"{found.owner.name}.{name}"
        subject = f"loss:{name}" if name else f"loss:{found.node.lineno}"
        yield Target(subject, TargetKind.LOSS, name or "<lambda>", program.place(found.node))


def _is_call(program: Program, found: Resolved) -> bool:
    """The `call` of a layer, which is a target of its own."""
    return found.owner is not None and found.node.name == "call" and is_layer_class(program, found.owner)  # type: ignore[union-attr]


def _builds(program: Program) -> bool:
    """A program that builds or trains a model without a Lambda is whole: its functions are not a Lambda's."""
    makers = ("Sequential", "Model", "Input", "GradientTape")
    return any(
        is_keras(canonical(program, call.func), *makers) or getattr(call.func, "attr", "") in {"fit", "compile"}
        for call in program.calls
    )


def _bare(program: Program, known: set[object]) -> Iterator[Target]:
    """Functions pasted with no Lambda at all: a person who asks about one means that one."""
    for node in program.tree.body:
        place = program.place(node) if isinstance(node, ast.FunctionDef) else None
        if isinstance(node, ast.FunctionDef) and node.name != "main" and place not in known and _takes_one(node):
            yield Target(f"lambda:{node.name}", TargetKind.LAMBDA, node.name, place)
        elif isinstance(node, (ast.Assign, ast.Expr)) and isinstance(node.value, ast.Lambda):
            names = [t.id for t in getattr(node, "targets", []) if isinstance(t, ast.Name)]
            subject = names[0] if names else str(node.lineno)
            yield Target(f"lambda:{subject}", TargetKind.LAMBDA, "<lambda>", program.place(node.value))


def _takes_one(node: ast.FunctionDef) -> bool:
    """A function with a parameter that is not a fixture, a test or a builder of layers."""
    return bool(node.args.args or node.args.posonlyargs)


def _helpers(program: Program, found: list[Target]) -> Iterator[Target]:
    """The functions of the source that the targets call, and those whose result the program uses."""
    seen = {target.function for target in found}
    queue = [node for t in found if (node := program.at(t.function, FUNCTIONS)) is not None]
    called = [*_called_by(program, queue), *(used for _, used in used_results(program))]
    for helper in called:
        place = program.place(helper.node)
        if place in seen or isinstance(helper.node, ast.Lambda) or _is_keras_method(helper):
            continue
        seen.add(place)
        name = f"{helper.owner.name}.{helper.node.name}" if helper.owner else helper.node.name
        yield Target(f"helper:{name}", TargetKind.HELPER, name, place)


def _is_keras_method(found: Resolved) -> bool:
    """A method that Keras calls for what it does, not for what it returns."""
    return found.owner is not None and getattr(found.node, "name", "") in {"__init__", "call", "build"}


def _called_by(program: Program, queue: list[ast.AST]) -> list[Resolved]:
    """What these functions call or hand on, and what that calls."""
    found: dict[ast.AST, Resolved] = {}
    seen = set(queue)
    for function in queue:
        for node in own_nodes(function):
            for part in (node.func, *node.args) if isinstance(node, ast.Call) else ():
                if not isinstance(part, (ast.Name, ast.Attribute)):
                    continue
                helper = resolve(program, part)
                if helper is not None and helper.node not in seen:
                    seen.add(helper.node)
                    queue.append(helper.node)
                    found[helper.node] = helper
    return list(found.values())
