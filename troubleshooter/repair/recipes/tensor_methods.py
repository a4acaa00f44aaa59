"""tensor-methods: methods of NumPy arrays and PyTorch tensors, written as functions of TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, expression, tight
from troubleshooter.repair.code import last_name, text
from troubleshooter.repair.job import Change, Job

# x.name(args) -> tf.function(x, args)
_PLAIN: Mapping[str, str] = {
    "mean": "reduce_mean", "sum": "reduce_sum", "max": "reduce_max", "min": "reduce_min", "prod": "reduce_prod",
    "std": "math.reduce_std", "var": "math.reduce_variance", "any": "reduce_any", "all": "reduce_all",
    "squeeze": "squeeze", "cumsum": "cumsum", "cumprod": "math.cumprod", "dot": "matmul", "matmul": "matmul",
    "mm": "matmul", "bmm": "matmul", "clip": "clip_by_value", "clamp": "clip_by_value", "round": "round",
    "unsqueeze": "expand_dims", "detach": "stop_gradient", "clone": "identity", "contiguous": "identity",
    "abs": "abs", "exp": "exp", "log": "math.log", "sqrt": "sqrt", "pow": "pow", "norm": "norm",
    "softmax": "nn.softmax", "sigmoid": "sigmoid", "tanh": "tanh", "relu": "nn.relu", "argmax": "argmax",
    "argmin": "argmin", "argsort": "argsort", "repeat": "repeat", "conj": "math.conj", "take": "gather",
    "add": "add", "mul": "multiply", "sub": "subtract", "div": "divide", "cuda": "identity", "trace": "linalg.trace",
}  # fmt: skip
# x.name(1, 2) or x.name((1, 2)) -> tf.function(x, (1, 2))
_LISTED: Mapping[str, str] = {"reshape": "reshape", "view": "reshape", "permute": "transpose", "transpose": "transpose"}
_CASTS: Mapping[str, str] = {
    "float": "float32", "double": "float64", "half": "float16", "int": "int32", "long": "int64", "bool": "bool",
}  # fmt: skip
_KEYWORDS: Mapping[str, str] = {
    "dim": "axis", "keepdim": "keepdims", "a_min": "clip_value_min", "a_max": "clip_value_max",
}  # fmt: skip
# without an axis NumPy works on the flattened array, TensorFlow on the first axis
_FLATTENS = frozenset({"argmax", "argmin", "cumsum", "cumprod", "repeat", "take", "argsort"})


def repair(job: Job) -> Change:
    """Every such method of a tensor in the function."""
    function = job.needed_function
    rewrite = _Methods(job)
    new = function.visit(rewrite)
    if not isinstance(new, cst.FunctionDef | cst.Lambda) or not rewrite.count:
        raise CannotRepair("no method of NumPy or PyTorch on a tensor was found in the function")
    return Change({function: new})


class _Methods(cst.CSTTransformer):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self.flow, self.tf, self.count = job.flow, job.tf, 0

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> Expression:  # noqa: N802 - libcst's name
        old, called = original_node.func, updated_node.func
        if not isinstance(old, cst.Attribute) or not isinstance(called, cst.Attribute):
            return updated_node
        if not self._is_tensor(old.value):
            return updated_node
        made = self._function(called.attr.value, called.value, list(updated_node.args))
        if made:
            self.count += 1
            return expression(made)
        return updated_node

    def _is_tensor(self, node: Expression) -> bool:
        """A tensor, or what such a method of a tensor gives."""
        chained = isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute)
        if chained and isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            return self.flow.is_tensor(node) or self._is_tensor(node.func.value)
        return self.flow.is_tensor(node)

    def _function(self, name: str, receiver: Expression, args: list[cst.Arg]) -> str:
        first = text(tight(receiver) if not isinstance(receiver, cst.Name) else receiver)
        if name in _PLAIN:
            if name in _FLATTENS and not args:
                raise CannotRepair(f".{name}() works on the flattened array", hint="Say along which axis.")
            return self._call(_PLAIN[name], first, [_argument(one) for one in args])
        if name in _LISTED:
            return self._call(_LISTED[name], first, _listed(args))
        if name in {"flatten", "ravel"} and not args:
            return self._call("reshape", first, ["[-1]"])
        if name in {"astype", "to", "type"} and len(args) == 1:
            return self._call("cast", first, [_dtype(text(args[0].value))])
        if name in _CASTS and not args:
            return self._call("cast", first, [f"{self.tf}.{_CASTS[name]}"])
        if name == "size" and len(args) == 1:
            return f"{self.tf}.shape({first})[{text(args[0].value)}]"
        if name == "dim" and not args:
            return f"len({first}.shape)"
        if name == "assign" and len(args) == 1:
            return text(args[0].value)
        return ""

    def _call(self, function: str, first: str, rest: list[str]) -> str:
        return f"{self.tf}.{function}({', '.join([first, *rest])})"


def _argument(argument: cst.Arg) -> str:
    name = last_name(argument.keyword)
    value = text(argument.value)
    return f"{_KEYWORDS.get(name, name)}={value}" if name else value


def _listed(args: list[cst.Arg]) -> list[str]:
    if len(args) == 1 and not isinstance(args[0].value, cst.Integer | cst.UnaryOperation):
        return [text(args[0].value)]
    return [f"({', '.join(text(one.value) for one in args)}{',' if len(args) == 1 else ''})"] if args else []


def _dtype(value: str) -> str:
    """np.float32 is a dtype for TensorFlow too; Python's float means float64 to both."""
    return value.replace("torch.", "tf.")
