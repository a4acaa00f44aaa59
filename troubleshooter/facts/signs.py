"""What sign a value can have: never zero, zero but not negative, or anything. For slopes and divisions.

Nothing is run. What cannot be read is `unknown`, and nobody is accused over it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from troubleshooter.facts.operations import is_operation
from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Binding,
    Program,
    binding_before,
    calls_of,
    canonical,
    last,
    passed,
    resolve,
    returned,
)

Sign = Literal["positive", "nonnegative", "any", "unknown"]
_WORST: tuple[Sign, ...] = ("positive", "unknown", "nonnegative", "any")
_DEEPEST = 8

_POSITIVE = {"exp", "sigmoid", "softplus", "softmax", "cosh", "ones_like", "ones", "epsilon", "shape", "size", "rank"}
_POSITIVE |= {"int_shape", "ndim", "tensor_shape"}
_NONNEGATIVE = {"square", "abs", "relu", "relu6", "norm", "reduce_variance", "reduce_std", "reduce_euclidean_norm"}
_NONNEGATIVE |= {"var", "std", "squared_difference", "one_hot", "global_norm", "zeros", "zeros_like", "l2_loss"}
_NONNEGATIVE |= {"mean_squared_error", "mean_absolute_error", "hard_sigmoid", "count_nonzero"}
_KEEPS = {"reduce_sum", "reduce_mean", "reduce_max", "reduce_min", "reduce_prod", "sum", "mean", "max", "min", "prod"}
_KEEPS |= {"cumsum", "cast", "reshape", "expand_dims", "squeeze", "transpose", "identity", "convert_to_tensor", "tile"}
_KEEPS |= {"repeat", "gather", "stop_gradient", "constant", "sqrt", "flatten", "batch_flatten", "permute_dimensions"}
_KEEPS |= {"ensure_shape", "slice", "reverse", "repeat_elements", "broadcast_to", "float", "sorted", "sort", "array"}
_KEEPS |= {"amax", "amin", "float32", "float64", "asarray", "roll", "Variable", "rsqrt", "log1p", "expm1"}
_CLIPS = {"clip_by_value", "clip"}


@dataclass(frozen=True, slots=True)
class Range:
    """The sign of a value, and whether it derives from a tensor that the function is given (or a model gives)."""

    sign: Sign = "unknown"
    derived: bool = False

    @property
    def risky(self) -> bool:
        """A tensor that can be zero."""
        return self.derived and self.sign in {"nonnegative", "any"}


UNREAD = Range()
STATIC = Range("positive")
TENSOR = Range("any", derived=True)


class Signs:
    """Reads signs in one program. `root` is the function that Keras calls; `entry` what its parameters hold then."""

    def __init__(self, program: Program, entry: Range = TENSOR, root: ast.AST | None = None) -> None:
        self.program = program
        self.entry = entry
        self.root = root

    def of(self, node: ast.AST | None, depth: int = 0) -> Range:
        """The sign of an expression."""
        if node is None or depth > _DEEPEST:
            return UNREAD
        match node:
            case ast.Constant(value=bool() | int() | float() as number):
                return Range("positive" if number > 0 else "nonnegative" if number == 0 else "any")
            case ast.Name():
                return self._name(node, depth)
            case ast.Attribute():
                return self._attribute(node, depth)
            case ast.Subscript(value=value):
                return self.of(value, depth + 1)
            case ast.UnaryOp(operand=operand):
                return Range("any", self.of(operand, depth + 1).derived)
            case ast.Compare(left=left, comparators=others):
                return Range("nonnegative", any(self.of(one, depth + 1).derived for one in (left, *others)))
            case ast.IfExp(body=body, orelse=other):
                return worst([self.of(body, depth + 1), self.of(other, depth + 1)])
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(left, op, right, depth)
            case ast.Call():
                return self._call(node, depth)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return worst([self.of(part, depth + 1) for part in parts])
        return UNREAD

    def _name(self, node: ast.Name, depth: int) -> Range:
        binding = binding_before(self.program, node)
        bindings = self.program.lookup(node.id, node)
        binding = binding or (bindings[-1] if bindings else None)
        if binding is None:
            return STATIC if canonical(self.program, node) else UNREAD
        if binding.how == "parameter":
            return self._parameter(binding, depth)
        if binding.how == "assign" and binding.value is not None:
            return self.of(binding.value, depth + 1)
        if binding.how == "augmented" and isinstance(binding.node, ast.AugAssign):
            return Range("any", derived=True)
        value = self.of(binding.value, depth + 1) if binding.value is not None else UNREAD
        return Range("any", derived=True) if value.derived else UNREAD

    def _parameter(self, binding: Binding, depth: int) -> Range:
        """What the calls of the source pass for it; its default; else a tensor that can be anything."""
        function = self.program.enclosing(binding.node, FUNCTIONS)
        if function is self.root and default_of(function, binding.name) is None and binding.name != "self":
            return self.entry
        calls = [call for call in calls_of(self.program, function) if not canonical(self.program, call.func)]
        given = [value for call in calls for name, value in passed(function, call) if name == binding.name]
        known = [self.of(value, depth + 2) for value in given]
        if known:
            return worst(known)
        default = default_of(function, binding.name)
        if default is not None:
            return self.of(default, depth + 1)
        return UNREAD if binding.name == "self" else self.entry

    def _attribute(self, node: ast.Attribute, depth: int) -> Range:
        if node.attr in {"shape", "ndim"} or canonical(self.program, node):
            return STATIC
        base = self.of(node.value, depth + 1)
        if base.derived:
            return base
        owner = self.program.enclosing(node, (ast.ClassDef,))
        bound = self.program.attributes.get(owner, {}).get(node.attr, ()) if owner is not None else ()
        value = next((b.value for b in bound if isinstance(b.value, ast.Constant)), None)
        return self.of(value, depth + 1) if value is not None else UNREAD

    def _binary(self, left: ast.expr, op: ast.operator, right: ast.expr, depth: int) -> Range:
        one, two = self.of(left, depth + 1), self.of(right, depth + 1)
        derived = one.derived or two.derived
        match op:
            case ast.Add():
                return added(one, two)
            case ast.Mult() | ast.Div() | ast.MatMult():
                same = isinstance(op, ast.Mult) and ast.dump(left) == ast.dump(right)
                return Range("nonnegative" if same and one.sign == "any" else product(one, two), derived)
            case ast.Pow():
                return Range(power(one, right), derived)
        return Range("any", derived)

    def _call(self, node: ast.Call, depth: int) -> Range:
        dotted = canonical(self.program, node.func)
        values = [*node.args, *(k.value for k in node.keywords)]
        if not dotted:
            return self._own(node, values, depth)
        name = last(dotted)
        first = self.of(values[0], depth + 1) if values else STATIC
        if name in {"Variable", "variable"}:
            return TENSOR
        if name in _CLIPS:
            return self._clipped(node, first, depth)
        if name in {"where", "switch"} and len(node.args) == 3:
            return worst([self.guarded(node, index, depth) for index in (1, 2)])
        known = _call_sign(name, [self.of(value, depth + 1) for value in values[:2]], node)
        if known is not None:
            return known
        if name in _KEEPS:
            return first
        derived = any(self.of(value, depth + 1).derived for value in values)
        if name in _POSITIVE | _NONNEGATIVE:
            static = name in {"shape", "size", "rank", "int_shape", "ndim"}
            return Range("positive" if name in _POSITIVE else "nonnegative", derived and not static)
        return Range("any" if is_operation(dotted) else "unknown", derived)

    def _clipped(self, node: ast.Call, first: Range, depth: int) -> Range:
        """tf.clip_by_value(x, low, high): as its lower bound."""
        named = {k.arg: k.value for k in node.keywords}
        lower = node.args[1] if len(node.args) > 1 else named.get("clip_value_min") or named.get("x_min")
        lower = lower or named.get("min_value") or named.get("a_min")
        return Range(self.of(lower, depth + 1).sign, first.derived)

    def guarded(self, node: ast.Call, index: int, depth: int = 0) -> Range:
        """A branch of tf.where: not zero where its condition says so."""
        branch = node.args[index]
        found = self.of(branch, depth + 1)
        return Range("positive", found.derived) if keeps_out(self.program, node.args[0], branch, index == 1) else found

    def _own(self, node: ast.Call, values: list[ast.expr], depth: int) -> Range:
        """A function of the source: what it returns. A layer, a model or a method: a tensor if it is given one."""
        found = resolve(self.program, node.func)
        if found is not None:
            return worst([self.of(value, depth + 2) for value in returned(found.node)])
        if isinstance(node.func, ast.Attribute):
            receiver = self.of(node.func.value, depth + 1)
            if receiver.derived or node.func.attr in {"append", "items", "get", "as_list"}:
                return Range("any" if receiver.derived else "unknown", receiver.derived)
        return TENSOR if values else UNREAD


def worst(ranges: Iterable[Range]) -> Range:
    """Where several paths meet."""
    found = list(ranges)
    sign: Sign = max((one.sign for one in found), key=_WORST.index) if found else "unknown"
    return Range(sign, any(one.derived for one in found))


def added(one: Range, two: Range) -> Range:
    """A sum: a fixed positive number beside a tensor is the usual guard."""
    derived = one.derived or two.derived
    for number, other in ((one, two), (two, one)):
        if not number.derived and number.sign in {"positive", "unknown"} and other.derived:
            return Range("positive", derived)
    signs = {one.sign, two.sign}
    if "any" in signs:
        return Range("any", derived)
    return Range("positive" if "positive" in signs else "unknown" if "unknown" in signs else "nonnegative", derived)


def product(one: Range, two: Range) -> Sign:
    """A product or quotient; an unread fixed factor is taken for a positive scale."""
    signs = [r.sign if r.derived or r.sign != "unknown" else "positive" for r in (one, two)]
    return max(signs, key=_WORST.index)


def power(base: Range, exponent: ast.expr) -> Sign:
    """x ** 2 is never negative; x ** 0.5 is as x."""
    value = number_of(exponent)
    if value is not None and value % 2 == 0 and base.sign in {"any", "unknown"}:
        return "nonnegative"
    return base.sign


def number_of(node: ast.AST | None) -> float | None:
    """A number as written, its sign included."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number_of(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        above, below = number_of(node.left), number_of(node.right)
        return above / below if above is not None and below else None
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return float(node.value)
    return None


def default_of(function: ast.AST | None, name: str) -> ast.expr | None:
    """The default of a parameter."""
    arguments = getattr(function, "args", None)
    if not isinstance(arguments, ast.arguments):
        return None
    plain = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(plain[::-1], arguments.defaults[::-1], strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return next((default for argument, default in pairs if argument.arg == name), None)


def keeps_out(program: Program, condition: ast.expr, value: ast.expr, taken: bool) -> bool:
    """Whether a tf.where condition keeps zeros of `value` out of the branch that is taken where it is true (or not)."""
    if isinstance(condition, ast.Name):
        binding = binding_before(program, condition)
        inner = binding.value if binding is not None and binding.how == "assign" else None
        return inner is not None and not isinstance(inner, ast.Name) and keeps_out(program, inner, value, taken)
    wanted = ast.dump(value)
    direct = _compared(program, condition, wanted, taken)
    if direct is not None:
        return direct
    # about the very tensor in another way: tf.abs(x) > eps, tf.logical_and(x > 0, m), tf.math.is_finite(x)
    return any(isinstance(part, ast.expr) and ast.dump(part) == wanted for part in ast.walk(condition))


def _compared(program: Program, condition: ast.expr, wanted: str, taken: bool) -> bool | None:
    """Whether a comparison of the value itself keeps its zeros out; None where it is none."""
    match condition:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            inside = (ast.Gt, ast.GtE, ast.NotEq) if taken else (ast.Lt, ast.LtE, ast.Eq)
            mirrored = (ast.Lt, ast.LtE, ast.NotEq) if taken else (ast.Gt, ast.GtE, ast.Eq)
            if ast.dump(left) == wanted:
                return isinstance(op, inside)
            return isinstance(op, mirrored) if ast.dump(right) == wanted else None
        case ast.Call(args=[left, *_]) if ast.dump(left) == wanted:
            name = last(canonical(program, condition.func))
            if name in {"greater", "greater_equal", "not_equal"}:
                return taken
            return not taken if name in {"less", "less_equal", "equal"} else None
    return None


def _call_sign(name: str, values: list[Range], node: ast.Call) -> Range | None:
    """Operations on two operands, by their function's name."""
    if len(values) != 2:
        return None
    one, two = values
    derived = one.derived or two.derived
    if name in {"maximum", "max"} and len(node.args) == 2:
        signs = (one.sign, two.sign)
        best: Sign = "positive" if "positive" in signs else "nonnegative" if "nonnegative" in signs else "any"
        best = "unknown" if best != "positive" and "unknown" in signs else best
        return Range(best, derived)
    if name in {"minimum", "min"} and len(node.args) == 2:
        return worst(values)
    if name in {"add", "subtract", "multiply", "divide", "truediv", "div", "divide_no_nan", "pow"}:
        if name == "add":
            return added(one, two)
        if name == "pow":
            return Range(power(one, node.args[1]) if len(node.args) > 1 else "any", derived)
        return Range("any" if name == "subtract" else product(one, two), derived)
    return None
