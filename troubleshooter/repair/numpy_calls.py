"""Turns calls of NumPy, math and Python's number functions on tensors into TensorFlow calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, call, expression, is_number
from troubleshooter.repair.code import Code, dotted, every, last_name, text
from troubleshooter.repair.flow import Flow
from troubleshooter.repair.numpy_table import CASTS, DROPPED, FLATTENS, KEYWORDS, METHODS, NEEDS_AXIS, SAME, SWAPS

_INTEGERS = frozenset({"shape", "size", "len", "argmax", "argmin", "rank", "int"})
_HINT = "Write it with TensorFlow operations."


@dataclass(frozen=True)
class Names:
    """How the source calls NumPy and math: module names, and functions imported by name (local name -> function)."""

    modules: frozenset[str]
    functions: Mapping[str, str]

    def function(self, called: cst.CSTNode) -> str:
        """`linalg.norm` for np.linalg.norm; "" for anything else."""
        name = dotted(called)
        head, _, rest = name.partition(".")
        return rest if head in self.modules else self.functions.get(name, "")


def names_of(module: cst.Module) -> Names:
    """Read the imports of numpy and math; without any, their usual names."""
    modules, functions = {"np", "numpy", "math"}, {}
    for found in every(module, cst.Import):
        for alias in found.names:
            if dotted(alias.name) in {"numpy", "math"} and alias.asname is not None:
                modules.add(dotted(alias.asname.name))
    for origin in every(module, cst.ImportFrom):
        if dotted(origin.module) in {"numpy", "math"} and not isinstance(origin.names, cst.ImportStar):
            for alias in origin.names:
                local = dotted(alias.asname.name) if alias.asname is not None else dotted(alias.name)
                functions[local] = dotted(alias.name)
    return Names(frozenset(modules), functions)


class Converter(cst.CSTTransformer):
    """Rewrites one function. `like` is the tensor whose dtype numbers take."""

    def __init__(self, code: Code, flow: Flow, tf: str, like: str) -> None:
        super().__init__()
        self.code, self.flow, self.tf, self.like = code, flow, tf, like
        self.names = names_of(code.module)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> Expression:  # noqa: N802 - libcst's name
        values = [argument.value for argument in original_node.args]
        given = any(self.flow.is_tensor(value) or self.flow.is_list(value) for value in values)
        function = self.names.function(original_node.func)
        if function:
            return self._numpy(function, updated_node) if given and not function.startswith("random.") else updated_node
        if isinstance(original_node.func, cst.Attribute) and self.flow.is_tensor(original_node.func.value):
            return self._method(original_node, updated_node)
        plain = dotted(original_node.func)
        if plain in {"float", "int", "len"} and len(values) == 1 and self.flow.is_tensor(values[0]):
            return self._number(plain, original_node, updated_node)
        if plain == f"{self.tf}.constant" and values and self.flow.is_tensor(values[0]):
            return self._constant(updated_node)
        return updated_node

    def leave_Attribute(  # noqa: N802 - libcst's name
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> Expression:
        if original_node.attr.value == "T" and self.flow.is_tensor(original_node.value):
            return call(f"{self.tf}.transpose", updated_node.value)
        return updated_node

    def _numpy(self, function: str, node: cst.Call) -> Expression:
        if function in DROPPED:
            return self._constant(node)
        if function in CASTS:
            return call(f"{self.tf}.cast", node.args[0].value, f"{self.tf}.{CASTS[function]}")
        if function not in SAME:
            raise CannotRepair(f"`{text(node.func)}` has no TensorFlow operation in the table", hint=_HINT)
        arguments = self._arguments(function, node)
        return expression(f"{self.tf}.{SAME[function]}({', '.join(arguments)})")

    def _arguments(self, function: str, node: cst.Call) -> list[str]:
        args = [argument for argument in node.args if _keyword(argument) not in {"dtype", "out"}]
        written = [_renamed(argument) for argument in args]
        positional = [argument for argument in args if argument.keyword is None]
        has_axis = any(_keyword(argument) == "axis" for argument in args) or len(positional) > 1
        if function in FLATTENS and not has_axis:
            written[0] = f"{self.tf}.reshape({written[0]}, [-1])"
        if function in NEEDS_AXIS and not has_axis:
            written.append("axis=0")
        return self._ordered(function, args, written)

    def _ordered(self, function: str, args: list[cst.Arg], written: list[str]) -> list[str]:
        """TensorFlow takes the dtype of the first value: no plain number may stand there."""
        first = 1 if function == "where" else 0
        if len(args) < first + 2 or not is_number(args[first].value):
            return written
        if function in SWAPS:
            return [written[1], written[0], *written[2:]]
        written[first] = f"{self.tf}.cast({written[first]}, {self.like}.dtype)"
        return written

    def _method(self, original: cst.Call, node: cst.Call) -> Expression:
        """x.mean(axis=1), x.reshape(...), x.astype(...), x.numpy()."""
        if not isinstance(node.func, cst.Attribute):
            return node
        name, value = node.func.attr.value, node.func.value
        given = [text(argument).rstrip(", ") for argument in node.args]
        if name in {"numpy", "item", "copy"}:
            return value
        if name == "astype":
            return call(f"{self.tf}.cast", value, _dtype(node.args[0].value, self.names, self.tf))
        if name in {"reshape", "flatten", "ravel"}:
            whole = len(given) == 1 and not is_number(node.args[0].value)
            shape = given[0] if whole else f"[{', '.join(given) or '-1'}]"
            return call(f"{self.tf}.reshape", value, shape)
        if name in METHODS:
            renamed = self._arguments(name, node.with_changes(func=cst.Name(name), args=[cst.Arg(value), *node.args]))
            return expression(f"{self.tf}.{METHODS[name]}({', '.join(renamed)})")
        if name in {"tolist", "tobytes"}:
            raise CannotRepair(f"`{text(original.func)}` leaves the graph", hint=_HINT)
        return node

    def _number(self, name: str, original: cst.Call, node: cst.Call) -> Expression:
        """float(t), int(t), len(t)."""
        value = node.args[0].value
        if name == "len":
            return self._cast_in_float(original, expression(f"{self.tf}.shape({text(value)})[0]"))
        whole = _is_integer(original.args[0].value, self.tf)
        if name == "float":
            return call(f"{self.tf}.cast", value, f"{self.like}.dtype") if whole else value
        return self._cast_in_float(original, value if whole else call(f"{self.tf}.cast", value, f"{self.tf}.int32"))

    def _cast_in_float(self, original: cst.Call, whole: Expression) -> Expression:
        """An integer tensor beside a float tensor takes its dtype."""
        around = self.code.parents.get(original)
        if isinstance(around, cst.BinaryOperation):
            other = around.right if around.left is original else around.left
            beside_float = self.flow.is_tensor(other) and not _is_integer(other, self.tf)
            if beside_float or isinstance(other, cst.Float) or isinstance(around.operator, cst.Divide):
                return call(f"{self.tf}.cast", whole, f"{self.like}.dtype")
        return whole

    def _constant(self, node: cst.Call) -> Expression:
        """tf.constant(t), np.array(t): the tensor itself."""
        dtype = next((argument.value for argument in node.args[1:] if _keyword(argument) in {"dtype", ""}), None)
        value = node.args[0].value
        return call(f"{self.tf}.cast", value, _dtype(dtype, self.names, self.tf)) if dtype is not None else value


def _dtype(node: Expression, names: Names, tf: str) -> str:
    """np.float32 as tf.float32; float as tf.float32; other spellings stay."""
    function = names.function(node)
    if function in CASTS:
        return f"{tf}.{CASTS[function]}"
    return {"float": f"{tf}.float32", "int": f"{tf}.int32", "bool": f"{tf}.bool"}.get(text(node), text(node))


def _is_integer(node: cst.CSTNode, tf: str) -> bool:
    """The tensor holds integers, as far as reading tells."""
    if isinstance(node, cst.Subscript):
        return _is_integer(node.value, tf)
    if isinstance(node, cst.Call):
        name = last_name(node.func)
        return name in _INTEGERS or (name == "cast" and "int" in text(node.args[-1]))
    return False


def _keyword(argument: cst.Arg) -> str:
    return argument.keyword.value if argument.keyword is not None else ""


def _renamed(argument: cst.Arg) -> str:
    name = _keyword(argument)
    value = text(argument.value)
    return f"{KEYWORDS.get(name, name)}={value}" if name else f"{argument.star}{value}"
