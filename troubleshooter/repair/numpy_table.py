"""NumPy's and math's names in TensorFlow: the table of the numpy-to-tf recipe, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

# the same arguments in the same order, keywords `axis` and `keepdims` included
SAME: Mapping[str, str] = {
    "square": "square", "abs": "abs", "absolute": "abs", "fabs": "abs", "exp": "exp", "expm1": "math.expm1",
    "log": "math.log", "log1p": "math.log1p", "sqrt": "sqrt", "reciprocal": "math.reciprocal", "negative": "negative",
    "maximum": "maximum", "minimum": "minimum", "where": "where", "clip": "clip_by_value", "sign": "sign",
    "sin": "sin", "cos": "cos", "tan": "tan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "arcsin": "asin",
    "arccos": "acos", "arctan": "atan", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "arctan2": "atan2",
    "asin": "asin", "acos": "acos", "atan": "atan", "atan2": "atan2", "erf": "math.erf", "lgamma": "math.lgamma",
    "floor": "floor", "ceil": "math.ceil", "rint": "round", "round": "round", "around": "round",
    "power": "pow", "pow": "pow", "add": "add", "subtract": "subtract", "multiply": "multiply", "divide": "divide",
    "true_divide": "divide", "mod": "math.floormod", "remainder": "math.floormod", "floor_divide": "math.floordiv",
    "mean": "reduce_mean", "average": "reduce_mean", "sum": "reduce_sum", "max": "reduce_max", "amax": "reduce_max",
    "min": "reduce_min", "amin": "reduce_min", "prod": "reduce_prod", "std": "math.reduce_std",
    "var": "math.reduce_variance", "all": "reduce_all", "any": "reduce_any",
    "dot": "matmul", "matmul": "matmul", "transpose": "transpose", "reshape": "reshape", "expand_dims": "expand_dims",
    "squeeze": "squeeze", "stack": "stack", "concatenate": "concat", "tile": "tile", "repeat": "repeat",
    "zeros_like": "zeros_like", "ones_like": "ones_like", "argmax": "argmax", "argmin": "argmin", "sort": "sort",
    "argsort": "argsort", "cumsum": "cumsum", "cumprod": "math.cumprod", "split": "split", "roll": "roll",
    "isnan": "math.is_nan", "isinf": "math.is_inf", "isfinite": "math.is_finite", "logical_and": "logical_and",
    "logical_or": "logical_or", "logical_not": "logical_not", "equal": "equal", "greater": "greater", "less": "less",
    "einsum": "einsum", "shape": "shape", "size": "size", "linalg.norm": "norm", "linalg.inv": "linalg.inv",
    "linalg.det": "linalg.det", "real": "math.real", "imag": "math.imag", "take": "gather",
    "broadcast_to": "broadcast_to", "diag": "linalg.diag", "trace": "linalg.trace",
}  # fmt: skip
# without an axis NumPy works on the flattened array, TensorFlow on the first axis
FLATTENS = frozenset({"argmax", "argmin", "cumsum", "cumprod", "repeat", "take"})
# without an axis NumPy's default is 0, TensorFlow has none
NEEDS_AXIS = frozenset({"concatenate"})
# a plain number may stand first in NumPy; TensorFlow takes the dtype of the first argument
SWAPS = frozenset({"maximum", "minimum", "add", "multiply", "logical_and", "logical_or", "equal"})
# give the tensor itself
DROPPED = frozenset({"array", "asarray", "asanyarray", "ascontiguousarray", "copy"})
CASTS: Mapping[str, str] = {
    "float16": "float16", "float32": "float32", "float64": "float64", "int32": "int32", "int64": "int64",
    "uint8": "uint8", "bool_": "bool",
}  # fmt: skip
KEYWORDS: Mapping[str, str] = {
    "a_min": "clip_value_min",
    "a_max": "clip_value_max",
    "axes": "perm",
    "newshape": "shape",
}
METHODS: Mapping[str, str] = {
    name: SAME[name]
    for name in (
        "mean", "sum", "max", "min", "prod", "std", "var", "all", "any", "dot", "transpose", "squeeze", "argmax",
        "argmin",
        "cumsum", "clip", "round", "repeat",
    )
}  # fmt: skip
