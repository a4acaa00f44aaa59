"""Methods that NumPy arrays and PyTorch tensors have and TensorFlow's tensors have not."""

from __future__ import annotations

# `numpy`, `item` and `tolist` ask for a value and are told apart (python-value); `assign` belongs to variables.
_NUMPY = frozenset({
    "reshape", "mean", "sum", "max", "min", "std", "var", "prod", "astype", "transpose", "flatten", "ravel", "squeeze",
    "clip", "dot", "copy", "argmax", "argmin", "argsort", "cumsum", "cumprod", "round", "repeat", "any", "all",
    "swapaxes", "fill", "nonzero", "take", "trace", "diagonal", "conj", "sort",
})  # fmt: skip
_TORCH = frozenset({
    "view", "detach", "unsqueeze", "permute", "expand", "float", "long", "int", "double", "half", "bool", "size",
    "dim", "contiguous", "clone", "cuda", "to", "abs", "exp", "log", "sqrt", "pow", "matmul", "mm", "bmm", "norm",
    "softmax", "sigmoid", "tanh", "relu", "clamp", "masked_fill", "backward", "requires_grad_", "type", "add", "mul",
    "sub", "div", "t", "chunk", "split", "add_", "mul_", "zero_", "unbind", "expand_as", "view_as", "type_as",
})  # fmt: skip
# `count`, `index`, `get`, `values`, `items`, `append` belong to lists and dicts, which an input may be as well.
FOREIGN_METHODS = (_NUMPY | _TORCH | {"assign"}) - {"copy", "sort"}
