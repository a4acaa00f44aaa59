"""What the source says about the number of axes of the tensors in its model."""

from __future__ import annotations

import libcst as cst

from troubleshooter.repair.code import every, last_name

# Layers whose output has more axes than (batch, features), or that need an input with more
_DEEPER = ("Conv", "Pool", "LSTM", "GRU", "RNN", "Embedding", "Reshape", "RepeatVector", "TimeDistributed", "Attention")


def all_rank2(module: cst.Module) -> bool:
    """Every input of the source is one row of features a sample, and no layer makes more axes of it."""
    calls = every(module, cst.Call)
    names = {last_name(call.func) for call in calls}
    if any(part in name for name in names for part in _DEEPER):
        return False
    shapes = [shape for call in calls if (shape := _input_shape(call)) is not None]
    return bool(shapes) and all(_is_single(shape) for shape in shapes)


def _input_shape(call: cst.Call) -> cst.BaseExpression | None:
    for argument in call.args:
        name = argument.keyword.value if argument.keyword is not None else ""
        if name == "input_shape" or (name == "shape" and last_name(call.func) in {"Input", "InputLayer"}):
            return argument.value
    if last_name(call.func) == "Input" and call.args and call.args[0].keyword is None:
        return call.args[0].value
    return None


def _is_single(shape: cst.BaseExpression) -> bool:
    return isinstance(shape, cst.Tuple | cst.List) and len(shape.elements) == 1
