"""Where else a None comes from in a function: a mask, the training flag, a global, a part of what it returns."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.reading import Reading
from troubleshooter.facts.values import Kind, Value
from troubleshooter.intake.syntax import Program, canonical, class_of, last, library, own_nodes, returned
from troubleshooter.model import Place, TargetKind

Found = tuple[str, Place | None]
_LAYERS = {TargetKind.LAMBDA, TargetKind.CALL}
# What takes None for "all axes" or "the default" in the place after the tensor.
_TAKES_NONE = (
    "reduce",
    "mean",
    "sum",
    "max",
    "min",
    "prod",
    "std",
    "var",
    "norm",
    "squeeze",
    "any",
    "all",
    "arg",
    "clip",
)


def observe_special(reading: Reading) -> Found | None:
    """`special-none`: `mask` or `training`, which Keras fills and may leave None, used where None breaks."""
    function = reading.function
    if function is None or reading.target.kind not in _LAYERS:
        return None
    given = reading.found.given if reading.found is not None else frozenset[str]()
    parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    for name in ("mask", "training"):
        if any(one.arg == name for one in parameters) and name not in given and not _tested(function, name):
            node = next(_breaking(reading.program, function, name), None)
            if node is not None and name == "mask" and _makes_masks(reading.program):
                return None  # the mask may well be there: only a run tells
            if node is not None:
                return name, reading.program.place(node)
    return "no", None


def _makes_masks(program: Program) -> bool:
    """Whether some layer of the source makes a mask: Embedding(mask_zero=True), Masking()."""
    return any(
        last(canonical(program, call.func)) == "Masking" or any(k.arg == "mask_zero" for k in call.keywords)
        for call in program.calls
    )


def _tested(function: ast.AST, name: str) -> bool:
    """Whether the function asks anywhere whether the name is None or true, or gives it another value."""
    for node in ast.walk(function):
        tests = [getattr(node, "test", None)] if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)) else []
        tests += node.values if isinstance(node, ast.BoolOp) else []
        tests += [node.operand] if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else []
        tests += [node.subject] if isinstance(node, ast.Match) else []
        if any(isinstance(n, ast.Name) and n.id == name for test in tests if test is not None for n in ast.walk(test)):
            return True
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            return True
    return False


def _breaking(program: Program, function: ast.AST, name: str) -> Iterator[ast.AST]:
    """The uses of a name as a tensor or a number: in arithmetic, an attribute, an item, an operation's argument."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) and _breaks(program, node):
            yield node


def _breaks(program: Program, node: ast.expr) -> bool:
    """Whether this use of a value fails where the value is None."""
    parent = program.parents.get(node)
    match parent:
        case ast.BinOp() | ast.UnaryOp() | ast.AugAssign():
            return not isinstance(getattr(parent, "op", None), ast.Not)
        case ast.Attribute() | ast.Starred():
            return True
        case ast.Subscript(value=value):
            return value is node
        case ast.Compare(ops=ops):
            return not any(isinstance(op, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq, ast.In, ast.NotIn)) for op in ops)
        case ast.Call(func=function, args=args):
            return function is node or _as_tensor(program, parent, args, node)
    return False


def _as_tensor(program: Program, call: ast.Call, args: list[ast.expr], node: ast.expr) -> bool:
    """A positional argument of an operation of TensorFlow, Keras or NumPy that has to be a value."""
    dotted = canonical(program, call.func)
    if node not in args or library(dotted) not in {"tensorflow", "keras", "numpy", "math"}:
        return False
    return args.index(node) == 0 or (not last(dotted).startswith(_TAKES_NONE) and not last(dotted)[:1].isupper())


def observe_captured_none(reading: Reading) -> Found | None:
    """`captured-none`: a name or attribute from outside that is only ever None, used as a value."""
    function = reading.function
    if function is None or reading.target.kind is TargetKind.HELPER:
        return None
    read = [n for n in ast.walk(function) if isinstance(n, (ast.Name, ast.Attribute)) and isinstance(n.ctx, ast.Load)]
    for node in read:
        if _breaks(reading.program, node) and _is_always_none(reading, function, node):
            return "yes", reading.program.place(node)
    return None  # what reading cannot see (a name with more than one binding, an attribute) a run still can


def _is_always_none(reading: Reading, function: ast.AST, node: ast.Name | ast.Attribute) -> bool:
    """Whether every binding of an outer name, or of an attribute of self, is None."""
    program = reading.program
    if isinstance(node, ast.Attribute):
        owner = class_of(program, node.value) if isinstance(node.value, ast.Name) else None
        bound = list(program.attributes.get(owner, {}).get(node.attr, ())) if owner is not None else []
    else:
        bound = list(program.lookup(node.id, node))
    if not bound or not all(b.how == "assign" and _is_none(b.value) for b in bound):
        return False
    return isinstance(node, ast.Attribute) or not any(b.node in _own(function) for b in bound)


def _own(function: ast.AST) -> set[ast.AST]:
    """Everything inside a function: what is bound there is not captured."""
    return set(ast.walk(function))


def _is_none(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def observe_structure(reading: Reading) -> Found | None:
    """`structure-with-none`: a list, tuple or dict is returned, and one of its parts is None."""
    if reading.trace is None or reading.target.kind not in _LAYERS:
        return None
    for way in reading.trace.ways.exits:
        if way.value.kind is Kind.LIST and any(_none_part(part) for part in way.value.items):
            return "yes", way.where
    for value in returned(reading.function) if reading.function is not None else ():
        parts = value.elts if isinstance(value, (ast.List, ast.Tuple)) else getattr(value, "values", [])
        if isinstance(value, (ast.List, ast.Tuple, ast.Dict)) and any(_is_none(part) for part in parts):
            return "yes", reading.program.place(value)
    return None if reading.trace.unsure & {"all"} else ("no", None)


def _none_part(value: Value) -> bool:
    return value.none == "always" or value.kind is Kind.NONE


def observe_swallowed(reading: Reading) -> Found | None:
    """`swallows-error`: an except clause of the function ends without a value and without raising."""
    function = reading.function
    if function is None:
        return None
    for node in own_nodes(function):
        if isinstance(node, ast.ExceptHandler) and not _leaves(node.body):
            attempt = reading.program.parents.get(node)
            rest = _after(reading.program, attempt) if isinstance(attempt, ast.stmt) else []
            if not any(isinstance(one, (ast.Return, ast.Raise)) for one in rest):
                return "yes", reading.program.place(node)
    return "no", None


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a handler returns a value, raises, goes on in its loop, or sets a name for later."""
    for node in (inner for statement in body for inner in ast.walk(statement)):
        if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
            return True
        if isinstance(node, (ast.Raise, ast.Continue, ast.Break)):
            return True
    return False


def _after(program: Program, statement: ast.stmt) -> list[ast.stmt]:
    """The statements behind one, in its own block."""
    parent = program.parents.get(statement)
    body = getattr(parent, "body", [])
    return body[body.index(statement) + 1 :] if isinstance(body, list) and statement in body else []
