"""Places where a number, or a slope, can become NaN or infinite at zero: sqrt, log, norm, division, and tf.where.

A guarded one (sqrt(x + eps), log(maximum(x, eps)), divide_no_nan, log(softplus(x))) is none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from troubleshooter.facts.operations import is_operation
from troubleshooter.facts.reading import Reading
from troubleshooter.facts.signs import TENSOR, Range, Signs, keeps_out, number_of
from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Function,
    Program,
    applications,
    binding_before,
    canonical,
    last,
    own_nodes,
    producer,
    resolve,
)
from troubleshooter.model import Place, Target, TargetKind

HazardKind = Literal["slope", "division", "untaken-branch"]
Form = Literal["sqrt", "log", "norm", "std", "pow", "division", "reciprocal"]
_ORDER: tuple[HazardKind, ...] = ("untaken-branch", "division", "slope")
_ROOTS = {"sqrt", "rsqrt"}
_LOGS = {"log", "log2", "log10"}
_NORMS = {"norm", "reduce_euclidean_norm"}
_SPREADS = {"reduce_std", "std"}
_DIVISIONS = {"divide", "truediv", "div", "true_divide"}
_SAFE_ACTIVATIONS = {"softplus", "exponential", "sigmoid", "softmax"}
# Their gradient operations give zero for an incoming zero, whatever the slope (measured on TensorFlow 2.15 and
# 2.21): in a branch that tf.where leaves out they do no harm. log, ** and / do.
_SILENT_BEHIND_ZERO = {"sqrt", "norm", "std", "reciprocal"}
_DEEPEST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Hazard:
    """One such place. `node` is the operation, `risk` its operand that can be zero, `sign` what is known of that.

    `guard` is the tf.where call around an untaken branch, `branch` which of its arguments holds the operation.
    """

    kind: HazardKind
    form: Form
    node: ast.AST
    risk: ast.expr
    sign: Range
    guard: ast.Call | None = None
    branch: int = 0


def observe_hazard(reading: Reading) -> tuple[str, Place | None] | None:
    """`numeric-hazard`: the worst kind in the function and the helpers it calls, at its first place."""
    if reading.function is None or reading.target.kind is TargetKind.HELPER:
        return None
    found = list(hazards_of(reading.program, reading.function, entry_of(reading)))
    if not found:
        return "no", None
    first = worst_of(found)
    return first.kind, reading.program.place(first.node)


def observe_hazard_around(program: Program, targets: Iterable[Target]) -> tuple[str, Place | None]:
    """`loop-hazard`, of the code around: in a training step, where the loss is written out beside the tape."""
    mine = {target.function for target in targets if target.kind is not TargetKind.PROGRAM}
    found = [one for one in hazards_around(program) if not _inside(program, one.node, mine)]
    if not found:
        return "no", None
    first = worst_of(found)
    return first.kind, program.place(first.node)


def _inside(program: Program, node: ast.AST, places: set[Place | None]) -> bool:
    return any(isinstance(one, FUNCTIONS) and program.place(one) in places for one in program.ancestors(node))


def worst_of(found: list[Hazard]) -> Hazard:
    """The hazard that tells the cause: a value that is wrong already comes before a slope."""
    return min(found, key=lambda one: (_ORDER.index(one.kind), getattr(one.node, "lineno", 0)))


def hazards_of(
    program: Program, function: Function, entry: Range = TENSOR, depth: int = 0, seen: frozenset[ast.AST] = frozenset()
) -> Iterator[Hazard]:
    """The hazards of a function and of the functions of the source that it calls."""
    signs = Signs(program, entry, None if depth else function)
    for node in own_nodes(function):
        found = hazard_at(signs, node)
        if found is not None:
            yield found
        inner = resolve(program, node.func) if isinstance(node, ast.Call) and depth < _DEEPEST else None
        if inner is not None and inner.node not in seen and inner.node is not function:
            yield from hazards_of(program, inner.node, TENSOR, depth + 1, seen | {function, inner.node})


def hazards_around(program: Program) -> Iterator[Hazard]:
    """The hazards of the code under a GradientTape: a loss that is written out in the training step."""
    signs = Signs(program)
    for node in ast.walk(program.tree):
        if isinstance(node, ast.With) and any(_is_tape(program, item.context_expr) for item in node.items):
            inside = [part for statement in node.body for part in own_nodes(statement)]
            yield from (found for part in inside if (found := hazard_at(signs, part)) is not None)


def _is_tape(program: Program, expression: ast.expr) -> bool:
    return isinstance(expression, ast.Call) and last(canonical(program, expression.func)) == "GradientTape"


def hazard_at(signs: Signs, node: ast.AST) -> Hazard | None:
    """The hazard that an expression is, if it is one."""
    found = _operation(signs.program, node)
    if found is None:
        return None
    form, risk = found
    sign = signs.of(risk)
    if form == "std":
        sign = Range("nonnegative", sign.derived)
    if not sign.risky:
        return None
    guard, branch = _guard(signs.program, node, risk)
    kind: HazardKind = "division" if form in {"division", "reciprocal"} else "slope"
    if guard is not None and form in _SILENT_BEHIND_ZERO and isinstance(node, ast.Call):
        return None
    if guard is not None:
        return Hazard("untaken-branch", form, node, risk, sign, guard, branch)
    return Hazard(kind, form, node, risk, sign)


def _operation(program: Program, node: ast.AST) -> tuple[Form, ast.expr] | None:
    """(form, the operand that must not be zero) of an operation that minds zeros."""
    match node:
        case ast.BinOp(op=ast.Div(), right=right):
            return "division", right
        case ast.AugAssign(op=ast.Div(), value=value):
            return "division", value
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _root(left, right)
        case ast.Call(args=[first, *rest]):
            dotted = canonical(program, node.func)
            return _call(last(dotted), node, first, rest) if is_operation(dotted) else None
    return None


def _root(base: ast.expr, exponent: ast.expr) -> tuple[Form, ast.expr] | None:
    value = number_of(exponent)
    if value is None or value >= 1 or value == 0:
        return None
    return ("pow" if value > 0 else "reciprocal"), base


def _call(name: str, node: ast.Call, first: ast.expr, rest: list[ast.expr]) -> tuple[Form, ast.expr] | None:
    if name in _ROOTS:
        return "sqrt", first
    if name in _LOGS:
        return "log", first
    if name in _NORMS and _euclidean(node):
        return "norm", first
    if name in _SPREADS:
        return "std", first
    if name == "reciprocal":
        return "reciprocal", first
    if name in _DIVISIONS and rest:
        return "division", rest[0]
    return _root(first, rest[0]) if name == "pow" and rest else None


def _euclidean(node: ast.Call) -> bool:
    """tf.norm without `ord`, or with the Euclidean one: the others have no root."""
    given = next((k.value for k in node.keywords if k.arg == "ord"), node.args[1] if len(node.args) > 1 else None)
    return given is None or (isinstance(given, ast.Constant) and given.value in {"euclidean", 2, "fro", None})


def _guard(program: Program, node: ast.AST, risk: ast.expr) -> tuple[ast.Call | None, int]:
    """The tf.where that leaves out the values of this operation at zeros, and the branch it stands in."""
    for where, branch in _branches(program, node):
        if keeps_out(program, where.args[0], risk, branch == 1):
            return where, branch
    return None, 0


def _branches(program: Program, node: ast.AST) -> Iterator[tuple[ast.Call, int]]:
    """The tf.where calls that a node is a branch of: written in it, or by the name it is assigned to."""
    child = node
    for parent in program.ancestors(node):
        if isinstance(parent, ast.Call) and _is_where(program, parent) and child in parent.args[1:3]:
            yield parent, parent.args.index(child)
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name):
            yield from _by_name(program, parent, parent.targets[0].id)
        if isinstance(parent, ast.stmt):
            return
        child = parent


def _by_name(program: Program, assign: ast.Assign, name: str) -> Iterator[tuple[ast.Call, int]]:
    for call in program.calls:
        for index, argument in enumerate(call.args[1:3], start=1):
            if isinstance(argument, ast.Name) and argument.id == name and _is_where(program, call):
                binding = binding_before(program, argument)
                if binding is not None and binding.node is assign:
                    yield call, index


def _is_where(program: Program, call: ast.Call) -> bool:
    dotted = canonical(program, call.func)
    return len(call.args) == 3 and is_operation(dotted) and last(dotted) in {"where", "where_v2"}


def entry_of(reading: Reading) -> Range:
    """What comes into the Lambda: after softplus or exp it is never zero, after relu never negative."""
    if reading.construction is None:
        return TENSOR
    for use in applications(reading.program, reading.construction)[:1]:
        expression = use.before if use.sequential else (use.arguments[0] if use.arguments else None)
        made = expression if use.sequential else producer(reading.program, expression).node
        if isinstance(made, ast.Call):
            return _after(reading.program, made)
    return TENSOR


def _after(program: Program, layer: ast.Call) -> Range:
    name = last(canonical(program, layer.func))
    given = next((k.value for k in layer.keywords if k.arg == "activation"), None)
    given = layer.args[0] if name == "Activation" and layer.args else given
    activation = given.value if isinstance(given, ast.Constant) else last(canonical(program, given)) if given else ""
    if activation in _SAFE_ACTIVATIONS and activation not in {"sigmoid", "softmax"}:
        return Range("positive", derived=True)
    return Range("nonnegative", derived=True) if activation == "relu" or name == "ReLU" else TENSOR
