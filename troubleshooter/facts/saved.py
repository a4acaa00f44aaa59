"""What a saved Lambda would lose: how the function is given, and what it takes from outside of itself."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import FUNCTIONS, Binding, Function, Program, canonical, lambda_argument, last
from troubleshooter.model import Place, TargetKind

Found = tuple[str, Place | None]
_DATA = frozenset({
    "constant", "convert_to_tensor", "array", "asarray", "zeros", "ones", "eye", "linspace", "arange", "Variable",
    "full", "load", "rand", "randn", "normal", "uniform", "identity", "diag", "cast", "stack", "concatenate",
})  # fmt: skip
_PLACEHOLDERS = frozenset({"Input", "InputLayer", "KerasTensor", "Sequential"})
_HABITS = frozenset({"tf", "np", "K", "keras", "tensorflow", "numpy", "layers", "backend", "math", "F", "ops"})


def observe_takes(reading: Reading) -> Found | None:
    """`takes`: what the function uses of its surroundings, the worst first."""
    if reading.target.kind is not TargetKind.LAMBDA or reading.function is None:
        return None
    found = min(_outside(reading.program, reading.function, reading.partial), key=_worst, default=None)
    return (found[0], reading.program.place(found[1])) if found is not None else ("nothing", None)


def _worst(item: tuple[str, ast.Name]) -> tuple[int, int, int]:
    order = ("global", "object", "data", "plain")
    return order.index(item[0]), item[1].lineno, item[1].col_offset


def _outside(program: Program, function: Function, partial: bool) -> Iterator[tuple[str, ast.Name]]:
    """(kind, name) for each name that the function does not bind itself."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or hasattr(builtins, node.id):
            continue
        if not any(parent is function for parent in program.ancestors(node)) or _in_head(function, node):
            continue
        bindings = program.lookup(node.id, node)
        if not bindings:
            if partial and node.id in _HABITS:
                yield "global", node
            continue
        scope = _scope(program, bindings[-1])
        if scope is None or isinstance(scope, ast.ClassDef):
            yield "global", node
        elif scope is not function and not any(parent is function for parent in program.ancestors(scope)):
            yield _kind(program, bindings[-1]), node


def _in_head(function: Function, node: ast.Name) -> bool:
    """In a default value, which belongs outside."""
    heads = [*function.args.defaults, *(one for one in function.args.kw_defaults if one is not None)]
    return any(node is part for head in heads for part in ast.walk(head))


def _scope(program: Program, binding: Binding) -> ast.AST | None:
    """The function that a name is bound in, None for the module."""
    if binding.how == "parameter":
        return program.enclosing(binding.node, FUNCTIONS)
    found = program.scope_of(binding.node)
    return None if found is program.tree else found


def _kind(program: Program, binding: Binding) -> str:
    """What a closure holds: data that comes back as a dict, an object that cannot be written, or a plain value."""
    if binding.how in {"def", "class"}:
        return "data"
    if binding.how == "import":
        return "object"
    value = binding.value
    if isinstance(value, ast.Call):
        name = last(canonical(program, value.func)) or getattr(value.func, "attr", getattr(value.func, "id", ""))
        return "data" if name in _DATA else "object" if name[:1].isupper() else "plain"
    return "plain"


def observe_given(reading: Reading) -> Found | None:
    """`given-as`: how the Lambda is given its function."""
    if reading.construction is None:
        return None
    argument = lambda_argument(reading.construction)
    place = reading.program.place(reading.construction)
    if isinstance(argument, ast.Call) and last(canonical(reading.program, argument.func)) == "partial":
        return "partial", place
    if reading.found is not None and reading.found.owner is not None:
        return "method", place
    if reading.function is None:
        return None
    return ("lambda" if isinstance(reading.function, ast.Lambda) else "named"), place


def observe_late(reading: Reading) -> Found | None:
    """`late-binding`: a name that a loop around the function gives new values to."""
    if reading.target.kind is not TargetKind.LAMBDA or reading.function is None:
        return None
    function, program = reading.function, reading.program
    if _run_at_once(program, reading.construction):
        return "no", None
    reads = [node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    late = [one for one in reads if not _in_head(function, one) and _bound_by_loop(program, function, one)]
    if late:
        return "yes", program.place(late[0])
    return "no", None


def _run_at_once(program: Program, construction: ast.Call | None) -> bool:
    """The layer is called where it is made and kept nowhere, in a program without placeholders: nothing runs it later.

    On a placeholder the model that is made of it runs the function again, when the loop has ended.
    """
    around = program.parents.get(construction) if construction is not None else None
    called = isinstance(around, ast.Call) and around.func is construction
    return called and not any(last(canonical(program, call.func)) in _PLACEHOLDERS for call in program.calls)


def _bound_by_loop(program: Program, function: Function, node: ast.Name) -> bool:
    """The name is bound by the head or the body of a loop that the function stands in."""
    loops = [one for one in program.ancestors(function) if isinstance(one, (ast.For, ast.While))]
    bindings = [one for one in program.lookup(node.id, node) if one.how != "parameter"]
    within = program.enclosing(function, FUNCTIONS)
    if any(one.how in {"def", "import", "class"} for one in bindings):
        return False
    for loop in loops:
        if program.enclosing(loop, FUNCTIONS) is not within:
            continue
        if any(one.node is loop or any(up is loop for up in program.ancestors(one.node)) for one in bindings):
            return not any(any(up is function for up in program.ancestors(one.node)) for one in bindings)
    return _bound_by_comprehension(program, function, node)


def _bound_by_comprehension(program: Program, function: Function, node: ast.Name) -> bool:
    for around in program.ancestors(function):
        if isinstance(around, FUNCTIONS):
            return False
        if isinstance(around, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            names = {n.id for one in around.generators for n in ast.walk(one.target) if isinstance(n, ast.Name)}
            own = {arg.arg for arg in function.args.args}
            return node.id in names - own
    return False
