"""What a function uses of the world around it: KerasTensors of the graph, and random numbers of Python and NumPy."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.reading import Reading
from troubleshooter.facts.symbolic import Symbolic
from troubleshooter.intake.syntax import FUNCTIONS, Function, Program, canonical, library, resolve
from troubleshooter.model import Place, TargetKind

Found = tuple[str, Place | None]
# Asked of a placeholder these are plain Python values, and do no harm.
_STATIC = frozenset({"shape", "dtype", "name", "ndim", "get_shape", "_keras_shape", "rank"})
_STATIC_CALLS = frozenset({"int_shape", "ndim", "is_keras_tensor", "dtype", "len", "isinstance", "type", "print"})
_SEEDS = frozenset({"seed", "default_rng", "RandomState", "get_state", "set_state", "SeedSequence"})
_DEEP = 3


def captured_tensors(program: Program, function: Function, construction: ast.Call | None) -> dict[str, ast.expr]:
    """The KerasTensors that a function works on without being given them as input: its name for each, and where.

    Names from outside (also in helpers it calls), `arguments={"w": tensor}` and defaults (`w=tensor`).
    """
    symbolic = Symbolic(program)
    found: dict[str, ast.expr] = {}
    for name in _outer_names(program, function, 0):
        if name.id not in found and symbolic.is_tensor(name) and not _static_use(program, name):
            found[name.id] = name
    for parameter, value in (*_defaults(function), *_arguments(construction)):
        if symbolic.is_tensor(value):
            found.setdefault(parameter, value)
    return found


def _outer_names(program: Program, function: Function, depth: int) -> Iterator[ast.Name]:
    """The names that a function reads and does not bind, also those of the plain functions it calls."""
    inner: set[ast.AST] = {node for node in ast.walk(function) if isinstance(node, FUNCTIONS)}
    body = function.body if isinstance(function.body, list) else [function.body]
    for node in (part for statement in body for part in ast.walk(statement)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            bound = program.lookup(node.id, node)
            if bound and not any(_binds(program, one.node, inner) for one in bound):
                yield node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and depth < _DEEP:
            helper = resolve(program, node.func)
            if helper is not None and helper.node not in inner and not canonical(program, node.func):
                yield from _outer_names(program, helper.node, depth + 1)


def _binds(program: Program, node: ast.AST, functions: set[ast.AST]) -> bool:
    """Whether a binding stands inside one of these functions (as a local or a parameter)."""
    return any(parent in functions for parent in program.ancestors(node))


def _static_use(program: Program, name: ast.Name) -> bool:
    """x.shape, K.int_shape(x), len(x): asked for what a placeholder knows."""
    parent = program.parents.get(name)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _STATIC
    called = getattr(parent.func, "attr", getattr(parent.func, "id", "")) if isinstance(parent, ast.Call) else ""
    return called in _STATIC_CALLS


def _defaults(function: Function) -> Iterator[tuple[str, ast.expr]]:
    plain = [*function.args.posonlyargs, *function.args.args]
    yield from ((a.arg, d) for a, d in zip(plain[::-1], function.args.defaults[::-1], strict=False))
    yield from ((a.arg, d) for a, d in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True) if d)


def _arguments(construction: ast.Call | None) -> Iterator[tuple[str, ast.expr]]:
    """The table that Lambda is given as `arguments=`."""
    for keyword in construction.keywords if construction is not None else ():
        if keyword.arg == "arguments" and isinstance(keyword.value, ast.Dict):
            for key, value in zip(keyword.value.keys, keyword.value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, value
        elif keyword.arg == "arguments" and isinstance(keyword.value, ast.Call):
            yield from ((k.arg, k.value) for k in keyword.value.keywords if k.arg)


def observe_captured_tensor(reading: Reading) -> Found | None:
    """`captures-keras-tensor`: in a Lambda's function, or in a loss. One without parameters is another mistake."""
    kinds = {TargetKind.LAMBDA: "layer", TargetKind.LOSS: "loss"}
    function = reading.function
    if function is None or reading.target.kind not in kinds:
        return None
    if isinstance(function, ast.Lambda | ast.FunctionDef) and not _takes_anything(function):
        return "no", None
    found = captured_tensors(reading.program, function, reading.construction)
    places = [reading.program.place(node) for node in found.values()]
    first = min(places, key=lambda place: (place.line, place.column), default=None)
    return ("no", None) if first is None else (kinds[reading.target.kind], first)


def _takes_anything(function: Function) -> bool:
    arguments = function.args
    return bool(arguments.args or arguments.posonlyargs or arguments.vararg)


def observe_random(reading: Reading) -> Found | None:
    """`python-random`: NumPy's or Python's random numbers drawn in the function (or in a helper of it)."""
    if reading.function is None or reading.target.kind in {TargetKind.HELPER, TargetKind.PROGRAM}:
        return None
    for call in _calls(reading.program, reading.function, 0):
        dotted = canonical(reading.program, call.func)
        name = dotted.rpartition(".")[2]
        home = "numpy" if dotted.startswith("numpy.random.") else library(dotted)
        if home in {"numpy", "random"} and "random" in dotted and name not in _SEEDS:
            return ("numpy" if home == "numpy" else "python"), reading.program.place(call)
    return "no", None


def observe_effect(reading: Reading) -> Found | None:
    """`python-effect`: something that Python does at each run of the function, and the model at none: print, count."""
    function = reading.function
    if function is None or reading.target.kind is not TargetKind.LAMBDA:
        return None
    outer = {name for node in ast.walk(function) if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names}
    for node in ast.walk(function):
        kind = _effect(reading.program, function, node, outer)
        if kind:
            return kind, reading.program.place(node)
    return "no", None


def _effect(program: Program, function: Function, node: ast.AST, outer: set[str]) -> str:
    match node:
        case ast.Call(func=called) if canonical(program, called) == "builtins.print" or _logs(program, called):
            return "print"
        case ast.AugAssign(target=ast.Name(id=name)) if name in outer:
            return "counter"
        case ast.AugAssign(target=ast.Attribute(value=ast.Name(id="self" | "cls"))):
            return "counter"
        case ast.AugAssign(target=ast.Subscript(value=ast.Name() as name)):
            bound = program.lookup(name.id, name)
            return "counter" if bound and not any(_binds(program, one.node, {function}) for one in bound) else ""
    return ""


def _logs(program: Program, called: ast.expr) -> bool:
    return canonical(program, called).startswith("logging.")


def _calls(program: Program, function: Function, depth: int) -> Iterator[ast.Call]:
    """The calls in a function and in the functions of the source that it calls; a py_function runs each time."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        if canonical(program, node.func).rpartition(".")[2] in {"py_function", "numpy_function", "py_func"}:
            return
        yield node
        helper = resolve(program, node.func) if depth < _DEEP and not canonical(program, node.func) else None
        if helper is not None and helper.node is not function:
            yield from _calls(program, helper.node, depth + 1)
