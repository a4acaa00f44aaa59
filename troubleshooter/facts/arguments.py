"""What Lambda(...) was given, and whether the function's parameters fit what the layer is called on."""

from __future__ import annotations

import ast

from troubleshooter.facts.reading import Reading, parameters
from troubleshooter.intake.syntax import (
    Program,
    applications,
    canonical,
    class_named,
    given_arguments,
    is_layer_class,
    is_layer_name,
    lambda_argument,
    last,
    library,
    member,
    producer,
    resolve,
    returned,
)
from troubleshooter.model import Place, TargetKind

Found = tuple[str, Place | None]
_GIVE_FUNCTIONS = frozenset(
    {
        "partial",
        "function",
        "get",
        "recompute_grad",
        "custom_gradient",
        "vectorize",
        "wraps",
        "deserialize",
        "grad_pass_through",
        "compile",
        "jit",
        "attrgetter",
        "itemgetter",
        "getattr",
        "lru_cache",
        "cache",
    }
)


def observe_argument(reading: Reading) -> Found | None:
    """`lambda-argument`."""
    if reading.construction is None:
        return None
    argument = lambda_argument(reading.construction)
    kind = "" if argument is None else _given(reading.program, argument, 0)
    return (kind, reading.program.place(argument)) if kind and argument is not None else None


def _given(program: Program, argument: ast.expr, depth: int) -> str:
    """function, call-result, string, none or "" (nobody can read)."""
    match argument:
        case ast.Lambda():
            return "function"
        case ast.Constant(value=None):
            return "none"
        case ast.Constant(value=str()):
            return "string"
        case ast.BinOp() | ast.Compare() | ast.UnaryOp() | ast.List() | ast.Tuple() | ast.Constant():
            return "call-result"
        case ast.Call():
            return _called(program, argument)
        case ast.Name() if depth < 5:
            return _named(program, argument, depth)
        case ast.Attribute():
            return "function" if resolve(program, argument) or canonical(program, argument) else ""
    return "function" if resolve(program, argument) is not None else ""


def _named(program: Program, name: ast.Name, depth: int) -> str:
    """A name: what its one binding gives."""
    if resolve(program, name) is not None or canonical(program, name):
        return "function"
    bindings = program.lookup(name.id, name)
    values = [b.value for b in bindings]
    if len(bindings) == 1 and bindings[0].how == "assign" and values[0] is not None:
        return _given(program, values[0], depth + 1)
    return "function" if bindings and isinstance(bindings[-1].node, ast.ClassDef) else ""


def _called(program: Program, call: ast.Call) -> str:
    """Lambda(f(x)): what the call gives. A factory, a wrapper or an object gives a function."""
    if resolve(program, call) is not None:
        return "call-result" if _factory_gives_none(program, call) else "function"
    name = canonical(program, call.func)
    if name:
        callable_object = is_layer_name(name) or last(name)[:1].isupper() or last(name) in _GIVE_FUNCTIONS
        known = library(name) in {"tensorflow", "keras", "numpy", "builtins", "math"}
        return "function" if callable_object else ("call-result" if known else "")
    owner = class_named(program, call.func)
    if owner is not None:
        return "function" if is_layer_class(program, owner) or member(program, owner, "__call__") else ""
    maker = resolve(program, call.func)
    if maker is None:
        return ""
    values = list(returned(maker.node))
    plain = all(not isinstance(v, (ast.Name, ast.Attribute, ast.Call)) or _is_parameter(program, v) for v in values)
    return "call-result" if plain or _works_on_tensor(program, call) else ""


def _is_parameter(program: Program, value: ast.expr) -> bool:
    """A returned name that a computation made, not a function that was passed in."""
    if isinstance(value, ast.Call):
        return bool(canonical(program, value.func)) and last(canonical(program, value.func)) not in _GIVE_FUNCTIONS
    bindings = program.lookup(value.id, value) if isinstance(value, ast.Name) else ()
    return bool(bindings) and all(isinstance(b.value, (ast.BinOp, ast.Compare)) for b in bindings if b.how == "assign")


def _works_on_tensor(program: Program, call: ast.Call) -> bool:
    """f(inputs): called on what an Input or a layer gave."""
    return any(producer(program, argument).kind in {"input", "layer"} for argument in call.args)


def _factory_gives_none(program: Program, call: ast.Call) -> bool:
    """make_fn("b") where only make_fn("a") returns a function: read off constant arguments."""
    maker = resolve(program, call.func)
    if maker is None or not isinstance(maker.node, ast.FunctionDef):
        return False
    names = [a.arg for a in maker.node.args.args]
    pairs = zip(names, call.args, strict=False)
    given: dict[str, object] = {name: value.value for name, value in pairs if isinstance(value, ast.Constant)}
    given.update({k.arg: k.value.value for k in call.keywords if k.arg and isinstance(k.value, ast.Constant)})
    return _reaches(maker.node.body, given) == "end"


def _reaches(body: list[ast.stmt], given: dict[str, object]) -> str:
    """How a straight chain of ifs on constants ends: "return", "end" or "unknown"."""
    for statement in body:
        if isinstance(statement, ast.Return):
            return "end" if statement.value is None else "return"
        if isinstance(statement, ast.If):
            truth = _decide(statement.test, given)
            if truth is None:
                return "unknown"
            inner = _reaches(statement.body if truth else statement.orelse, given)
            if inner != "end":
                return inner
        elif not isinstance(statement, (ast.Expr, ast.FunctionDef, ast.Assign, ast.Pass)):
            return "unknown"
    return "end"


def _decide(test: ast.expr, given: dict[str, object]) -> bool | None:
    """parameter == constant."""
    match test:
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=value)]):
            return bool(given[name] == value) if name in given else None
        case ast.Name(id=name) if name in given:
            return bool(given[name])
    return None


def observe_arity(reading: Reading) -> Found | None:
    """`arity`."""
    if reading.function is None or reading.found is None or reading.target.kind is not TargetKind.LAMBDA:
        return None
    required, optional = parameters(reading.function, reading.found, reading.construction)
    place = reading.target.function
    if reading.function.args.vararg is not None or "**" in required:
        return "fits", place
    if not required and not optional:
        plain = [a.arg for a in (*reading.function.args.posonlyargs, *reading.function.args.args)][reading.found.skip :]
        return None if plain else ("none-taken", place)
    if len(required) < 2:
        return "fits", place
    return _many(reading, place)


def _many(reading: Reading, place: Place | None) -> Found | None:
    """Two or more parameters: called on one thing, or with as many arguments."""
    if reading.construction is None:
        return None if reading.partial else ("many-for-list", place)
    if "**" in _given_names(reading):
        return None
    if reading.form == "many":
        return "many-for-arguments", place
    uses = applications(reading.program, reading.construction)
    if any(use.keywords and set(use.keywords) - {"training", "mask"} for use in uses):
        return None
    if reading.partial and reading.form == "unknown":
        return None  # the error's own block of arguments tells, if anything does
    return ("many-for-tensor" if reading.form == "tensor" else "many-for-list"), place


def _given_names(reading: Reading) -> frozenset[str]:
    return given_arguments(reading.construction)
