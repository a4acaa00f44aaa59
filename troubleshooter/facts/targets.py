"""`targets`: whether training is given what the model should predict."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.intake.syntax import Program, canonical, last, library, own_nodes, resolve
from troubleshooter.model import Place

_TRAINING = {"fit", "evaluate", "train_on_batch", "test_on_batch"}
_OVERRIDES = {"train_step", "compute_loss", "test_step"}
_ARRAYS = {
    "array", "asarray", "ones", "zeros", "rand", "randn", "random", "normal", "uniform", "linspace", "arange",
    "randint", "reshape", "astype", "constant", "cast", "convert_to_tensor", "concatenate", "stack", "expand_dims",
    "random_sample", "full", "eye", "copy", "standard_normal", "integers", "to_numpy", "pad_sequences", "flatten",
    "transpose", "load",
}  # fmt: skip
_DEEP = 6
Found = tuple[str, Place | None]


def observe_targets(program: Program, partial: bool) -> Found | None:
    """`missing` at the first call that trains on inputs alone although a loss wants targets; else `given`."""
    calls = [call for call in program.calls if isinstance(call.func, ast.Attribute) and call.func.attr in _TRAINING]
    calls = [call for call in calls if not canonical(program, call.func) and (call.args or call.keywords)]
    if not calls or not _has_loss(program) or _computes_its_own(program):
        return None
    unsure = partial
    for call in calls:
        told = _of_call(program, call)
        if told == "missing":
            return "missing", program.place(call)
        unsure |= told == ""
    return None if unsure else ("given", None)


def _has_loss(program: Program) -> bool:
    """Whether some compile gives a loss."""
    for call in program.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "compile":
            value = next((k.value for k in call.keywords if k.arg == "loss"), call.args[1] if call.args[1:] else None)
            if value is not None and not _is_none(value):
                return True
    return False


def _computes_its_own(program: Program) -> bool:
    """Whether a model overrides the step or the loss: it may do without targets."""
    return any(isinstance(node, ast.FunctionDef) and node.name in _OVERRIDES for node in ast.walk(program.tree))


def _of_call(program: Program, call: ast.Call) -> str:
    """given, missing, or "" where nobody can read it."""
    if any(isinstance(one, ast.Starred) for one in call.args) or any(k.arg is None for k in call.keywords):
        return ""
    value = next((k.value for k in call.keywords if k.arg == "y"), call.args[1] if call.args[1:] else None)
    if value is not None:
        return "missing" if _is_none(value) else "given"
    inputs = next((k.value for k in call.keywords if k.arg == "x"), call.args[0] if call.args else None)
    return "missing" if inputs is not None and _alone(program, inputs) else ""


def _alone(program: Program, value: ast.expr, depth: int = 0) -> bool:
    """Whether a value is surely inputs without targets: an array, a Dataset of them, a generator that yields them."""
    if depth > _DEEP:
        return False
    match value:
        case ast.Name():
            return _name_alone(program, value, depth)
        case ast.Subscript(value=inner):
            return _alone(program, inner, depth + 1)
        case ast.BinOp(left=left, right=right):
            return _alone(program, left, depth + 1) or _alone(program, right, depth + 1)
        case ast.Call():
            return _call_alone(program, value, depth)
    return False


def _name_alone(program: Program, name: ast.Name, depth: int) -> bool:
    bound = [b for b in program.lookup(name.id, name) if b.line <= name.lineno]
    if not bound:
        return False
    one = bound[-1]
    if one.how == "unpack":  # (x_train, y_train), _ = load_data(): an array by itself
        return True
    return one.how == "assign" and one.value is not None and _alone(program, one.value, depth + 1)


def _call_alone(program: Program, call: ast.Call, depth: int) -> bool:
    dotted, name = canonical(program, call.func), getattr(call.func, "attr", "")
    if last(dotted) in {"from_tensor_slices", "from_tensors"} and call.args:
        return not isinstance(call.args[0], ast.Tuple) and _alone(program, call.args[0], depth + 1)
    if name in {"batch", "shuffle", "repeat", "prefetch", "cache", "take"} and isinstance(call.func, ast.Attribute):
        return _alone(program, call.func.value, depth + 1)
    if last(dotted) in _ARRAYS and library(dotted) in {"numpy", "tensorflow", "keras"}:
        return True
    if not dotted and name in _ARRAYS and isinstance(call.func, ast.Attribute):
        return _alone(program, call.func.value, depth + 1) or library(canonical(program, call.func.value)) == "numpy"
    found = resolve(program, call.func) if not dotted else None
    yields = list(_yields(found.node)) if found is not None else []
    return bool(yields) and all(_without_targets(program, one, depth) for one in yields)


def _yields(function: ast.AST) -> Iterator[ast.expr]:
    for node in own_nodes(function):
        if isinstance(node, ast.Yield) and node.value is not None:
            yield node.value


def _without_targets(program: Program, value: ast.expr, depth: int) -> bool:
    """yield x; yield x, None; yield (x,)."""
    if isinstance(value, ast.Tuple):
        return len(value.elts) == 1 or (len(value.elts) == 2 and _is_none(value.elts[1]))
    return isinstance(value, (ast.Name, ast.Subscript, ast.BinOp)) and _alone(program, value, depth + 1)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
