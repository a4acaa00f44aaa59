"""What reading tells about dtypes: values with a dtype of their own, and inputs of integers."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from troubleshooter.repair.code import Code, dotted, every, last_name, text
from troubleshooter.repair.flow import Flow, assignments
from troubleshooter.repair.job import Job

_MAKERS = frozenset({
    "constant", "convert_to_tensor", "Variable", "variable", "ones", "zeros", "eye", "range", "linspace", "fill",
    "one_hot", "random_normal", "random_uniform", "normal", "uniform", "truncated_normal", "shape", "size",
    "sequence_mask", "arange",
})  # fmt: skip
TAKES_DTYPE = frozenset({
    "normal", "uniform", "truncated_normal", "random_normal", "random_uniform", "ones", "zeros", "eye", "one_hot",
})  # fmt: skip
_INTEGER = ("int", "bool")


@dataclass(frozen=True)
class Dtypes:
    """Reads one function. `loose`: an outer name of unknown value counts as a tensor of another dtype too."""

    code: Code
    job: Job
    flow: Flow
    loose: bool = False

    def is_foreign(self, node: cst.CSTNode) -> bool:
        """The value has a dtype of its own, not the argument's."""
        if isinstance(node, cst.Name):
            return self._is_foreign_name(node.value)
        if isinstance(node, cst.Subscript):
            return self.is_foreign(node.value)
        if not isinstance(node, cst.Call) or ".dtype" in text(node):
            return False
        name = last_name(node.func)
        if name == "cast":
            return not self._keeps_dtype(node)
        module = dotted(node.func).split(".")[0]
        return name in _MAKERS and module not in {"np", "numpy", "math"}

    def _keeps_dtype(self, node: cst.Call) -> bool:
        return len(node.args) < 2 or "dtype" in text(node.args[-1].value) or "floatx" in text(node.args[-1].value)

    def _is_foreign_name(self, name: str) -> bool:
        if name in self.flow.arguments:
            return False
        inside = [value for target, value in assignments(self.job.needed_function) if text(target) == name]
        outside = [value for target, value in assignments(self.code.module) if text(target) == name]
        values = inside or outside
        if values:
            return any(self.is_foreign(value) for value in values if not isinstance(value, cst.Name))
        return self.loose and name not in self.flow.tensors and not name.startswith("__")

    def takes_integers(self) -> bool:
        """The layer's input is an Input of integers."""
        source = self._input()
        calls = every(source or self.code.module, cst.Call)
        inputs = [call for call in calls if last_name(call.func) in {"Input", "InputLayer"}]
        return bool(inputs) and all(_is_integer_input(call) for call in inputs)

    def _input(self) -> cst.CSTNode | None:
        """What the layer is called on, its name looked up."""
        construction = self.job.construction
        around = self.code.parents.get(construction) if construction is not None else None
        if not isinstance(around, cst.Call) or around.func is not construction or not around.args:
            return None
        given = around.args[0].value
        if isinstance(given, cst.Name):
            values = [value for target, value in assignments(self.code.module) if text(target) == given.value]
            return values[-1] if values else None
        return given


def _is_integer_input(call: cst.Call) -> bool:
    named = [argument for argument in call.args if argument.keyword is not None]
    given = [text(argument.value) for argument in named if last_name(argument.keyword) == "dtype"]
    return any(kind in dtype for dtype in given for kind in _INTEGER)


def is_float(node: cst.CSTNode) -> bool:
    """A float as written, or arithmetic of numbers that gives one."""
    if isinstance(node, cst.BinaryOperation):
        parts = (node.left, node.right)
        return any(map(is_float, parts)) or (isinstance(node.operator, cst.Divide) and not every(node, cst.Name))
    if isinstance(node, cst.UnaryOperation):
        return is_float(node.expression)
    return isinstance(node, cst.Float)
