"""Dtypes as far as reading tells them, and the operations that need one dtype on both sides."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from troubleshooter.facts.values import Kind, Value
from troubleshooter.intake.syntax import canonical, last, library

if TYPE_CHECKING:
    from troubleshooter.facts.flow import Flow
    from troubleshooter.facts.trace import Frame

_NAMES = frozenset(
    {
        "float16",
        "bfloat16",
        "float32",
        "float64",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "bool",
        "string",
        "complex64",
        "complex128",
    }
)
_OTHER = {
    "half": "float16",
    "single": "float32",
    "double": "float64",
    "bool_": "bool",
    "float": "float64",
    "int": "int64",
    "float_": "float64",
    "int_": "int64",
    "str": "string",
}
SAME_DTYPE = frozenset(
    {
        "add",
        "subtract",
        "multiply",
        "divide",
        "truediv",
        "maximum",
        "minimum",
        "matmul",
        "tensordot",
        "einsum",
        "pow",
        "squared_difference",
        "concat",
        "stack",
        "add_n",
        "equal",
        "not_equal",
        "greater",
        "less",
        "greater_equal",
        "less_equal",
        "floordiv",
        "mod",
        "floormod",
        "divide_no_nan",
        "multiply_no_nan",
        "atan2",
        "bias_add",
        "div_no_nan",
        "matvec",
        "sub",
        "mul",
        "realdiv",
    }
)
KEEPS_DTYPE = frozenset(
    {
        "reduce_sum",
        "reduce_mean",
        "reduce_max",
        "reduce_min",
        "reduce_prod",
        "reduce_std",
        "reduce_variance",
        "reshape",
        "transpose",
        "square",
        "sqrt",
        "rsqrt",
        "exp",
        "log",
        "log1p",
        "expm1",
        "tanh",
        "sigmoid",
        "relu",
        "softmax",
        "elu",
        "leaky_relu",
        "softplus",
        "negative",
        "expand_dims",
        "squeeze",
        "tile",
        "identity",
        "stop_gradient",
        "clip_by_value",
        "sin",
        "cos",
        "tan",
        "round",
        "floor",
        "ceil",
        "sign",
        "gather",
        "gather_nd",
        "slice",
        "pad",
        "reverse",
        "cumsum",
        "flip",
        "zeros_like",
        "ones_like",
        "l2_normalize",
        "boolean_mask",
        "repeat",
        "roll",
        "selu",
        "gelu",
        "swish",
        "silu",
        "log_softmax",
        "erf",
        "reciprocal",
        "matrix_transpose",
        "broadcast_to",
        "ensure_shape",
        "batch_to_space",
        "unstack",
        "abs",
        "sum",
        "mean",
        "max",
        "min",
        "prod",
        "std",
        "var",
        "clip",
        "permute_dimensions",
        "flatten",
        "batch_flatten",
        "logsumexp",
        "acos",
        "asin",
        "atan",
        "sinh",
        "cosh",
        "xlogy",
        "norm",
        "diag_part",
        "trace",
        "hard_sigmoid",
        "split",
        "dropout",
        "max_pool2d",
        "avg_pool2d",
        "conv2d",
        "depth_to_space",
        "space_to_depth",
        "reduce_logsumexp",
    }
)
_FIXED = {
    "argmax": "int64",
    "argmin": "int64",
    "argsort": "int32",
    "shape": "int32",
    "size": "int32",
    "rank": "int32",
    "searchsorted": "int32",
    "reduce_any": "bool",
    "reduce_all": "bool",
    "is_nan": "bool",
    "is_finite": "bool",
    "is_inf": "bool",
    "count_nonzero": "int64",
    "greater": "bool",
    "less": "bool",
    "equal": "bool",
    "not_equal": "bool",
    "greater_equal": "bool",
    "less_equal": "bool",
    "logical_and": "bool",
    "logical_or": "bool",
    "logical_not": "bool",
    "to_int32": "int32",
    "to_int64": "int64",
    "to_float": "float32",
    "to_double": "float64",
    "sequence_mask": "bool",
}
_CREATES_FLOAT = frozenset(
    {
        "ones",
        "zeros",
        "eye",
        "normal",
        "uniform",
        "truncated_normal",
        "one_hot",
        "random_normal",
        "random_uniform",
    }
)


def named(flow: Flow, frame: Frame | None, node: ast.expr | None) -> str:
    """The dtype an expression names: tf.float32, "float32", np.float64, x.dtype, K.floatx(); "" where unknown."""
    match node:
        case ast.Constant(value=str(text)):
            return _plain(text)
        case ast.Attribute(attr="dtype") if frame is not None:
            return flow.evaluate(frame, node.value).dtype
        case ast.Attribute() | ast.Name():
            return _plain(last(canonical(flow.program, node)))
        case ast.Call() if last(canonical(flow.program, node.func)) == "floatx":
            return flow.float_type
    return ""


def _plain(text: str) -> str:
    return text if text in _NAMES else _OTHER.get(text, "")


def is_integer(dtype: str) -> bool:
    """An integer or boolean dtype."""
    return dtype.startswith(("int", "uint")) or dtype == "bool"


def joined(flow: Flow, frame: Frame, values: list[Value], node: ast.AST) -> str:
    """The dtype of an operation on these values; notes where two dtypes cannot meet."""
    tensors = [v.dtype for v in _leaves(values) if v.maybe_tensor]
    known = sorted({d for d in tensors if d and not d.startswith("?")})
    same = set(tensors)  # "?x" is unknown, but the same wherever it comes from x
    if len(known) > 1 or (len(known) == 1 and _refuses(known[0], values)):
        flow.note(frame, "mixes", "yes", node)
    elif (len(tensors) > 1 and (len(same) > 1 or "" in same)) or (tensors and not known and _fractional(values)):
        flow.trace.unsure.add("mixes")
    return tensors[0] if len(same) == 1 else ""


def _leaves(values: list[Value]) -> list[Value]:
    """Values, with the elements of lists in their place."""
    found: list[Value] = []
    for value in values:
        inside = (*value.items, *([value.element] if value.element else []))
        found.extend(inside if value.kind is Kind.LIST else [value])
    return found


def _refuses(dtype: str, values: list[Value]) -> bool:
    """An integer tensor and a Python float or a float array."""
    return is_integer(dtype) and _fractional(values)


def _fractional(values: list[Value]) -> bool:
    """A Python float or a float array among the operands."""
    return any(d == "python-float" or d.startswith("float") for d in _others(values))


def _others(values: list[Value]) -> list[str]:
    """The dtypes of operands that are not tensors."""
    return [v.dtype for v in _leaves(values) if not v.maybe_tensor]


def result(flow: Flow, frame: Frame, dotted: str, call: ast.Call, values: list[Value]) -> str:
    """The dtype of what a TensorFlow operation gives; "" where reading cannot tell."""
    name = last(dotted)
    wanted = next((k.value for k in call.keywords if k.arg in {"dtype", "output_type", "out_type"}), None)
    if wanted is not None:
        return named(flow, frame, wanted)
    if name in _FIXED:
        return _FIXED[name]
    if library(dotted) == "tensorflow" and name in _CREATES_FLOAT:
        return "float32"
    if name in {"constant", "convert_to_tensor", "Variable", "variable"}:
        if len(call.args) > 1 and name != "Variable":
            return named(flow, frame, call.args[1])
        return made_from(values[0]) if values else ""
    if name == "range":
        return "float32" if any(v.dtype == "python-float" for v in values) else "int32"
    if name in KEEPS_DTYPE:
        return values[0].dtype if values and values[0].maybe_tensor else ""
    return ""


def made_from(value: Value) -> str:
    """The dtype of tf.constant(value)."""
    leaves = _leaves([value])
    dtypes = {leaf.dtype for leaf in leaves}
    if dtypes <= {"python-float", "python-int"} and dtypes:
        return "float32" if "python-float" in dtypes else "int32"
    return dtypes.pop() if len(dtypes) == 1 else ""


def indices(flow: Flow, frame: Frame, dotted: str, node: ast.Call, values: list[Value]) -> None:
    """tf.gather and tf.one_hot take integers as indices."""
    position = {"gather": 1, "gather_nd": 1, "embedding_lookup": 1, "one_hot": 0}.get(last(dotted))
    if position is None or library(dotted) != "tensorflow" or len(values) <= position:
        return
    value = values[position]
    if value.maybe_tensor and value.dtype.startswith(("float", "bfloat")):
        flow.note(frame, "mixes", "yes", node)
    elif value.maybe_tensor and (not value.dtype or value.dtype.startswith("?")):
        flow.trace.unsure.add("mixes")
