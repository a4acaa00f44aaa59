"""Which values of a function are tensors that derive from its argument, as far as reading can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import libcst as cst

from troubleshooter.repair.build import is_none
from troubleshooter.repair.code import Function, dotted, every, last_name

# What is known while a graph is built: asking for it gives no tensor.
STATIC_ATTRIBUTES = frozenset({"shape", "dtype", "ndim", "name", "device", "graph", "rank", "is_eager"})
STATIC_CALLS = frozenset({
    "isinstance", "issubclass", "hasattr", "callable", "type", "id", "str", "repr", "print", "int_shape", "get_shape",
    "ndim", "is_tensor", "is_keras_tensor", "is_sparse", "executing_eagerly", "static_shape", "as_list", "format",
    "is_symbolic_tensor", "get_static_value", "backend", "floatx", "epsilon", "append", "extend", "update", "add_loss",
    "standardize_dtype", "set_shape", "is_fully_defined", "setattr",
})  # fmt: skip
_NOT_THE_INPUT = frozenset({"training", "mask"})  # Keras passes these two by name (Layer.call's own arguments)
# Functions that call a lambda with tensors
_MAPS = frozenset({"map_fn", "vectorized_map", "scan", "foldl", "foldr", "while_loop", "map"})


@dataclass(frozen=True)
class Flow:
    """`arguments`: the tensor parameters. `tensors`: names of tensors that derive from them. `lists`: Python lists."""

    arguments: tuple[str, ...]
    tensors: frozenset[str]
    lists: frozenset[str]

    @property
    def argument(self) -> str:
        """The one argument, "" where there is none or more than one."""
        return self.arguments[0] if len(self.arguments) == 1 else ""

    def is_tensor(self, node: cst.CSTNode | None) -> bool:
        """The expression gives a tensor that derives from the argument."""
        match node:
            case cst.Name():
                return node.value in self.tensors
            case cst.Attribute():
                return node.attr.value not in STATIC_ATTRIBUTES and self.is_tensor(node.value)
            case cst.Subscript():
                return self.is_tensor(node.value) or self.is_list(node.value)
            case cst.Call():
                return self._call(node)
            case cst.Comparison():
                return self._comparison(node)
            case cst.Lambda() | cst.FormattedString() | cst.SimpleString():
                return False
            case cst.ListComp() | cst.GeneratorExp():
                return self.over(node).is_tensor(node.elt) or self.is_tensor(node.for_in.iter)
            case _:
                return node is not None and any(self.is_tensor(child) for child in _operands(node))

    def is_list(self, node: cst.CSTNode | None) -> bool:
        """The expression is a Python list or tuple with tensors in it."""
        if isinstance(node, cst.List | cst.Tuple):
            return any(self.is_tensor(element.value) for element in node.elements)
        return isinstance(node, cst.Name) and node.value in self.lists

    def over(self, node: cst.ListComp | cst.GeneratorExp) -> Flow:
        """The flow inside a comprehension."""
        if self.is_tensor(node.for_in.iter) or self.is_list(node.for_in.iter):
            return replace(self, tensors=self.tensors | set(target_names(node.for_in.target)))
        return self

    def _call(self, node: cst.Call) -> bool:
        if last_name(node.func) in STATIC_CALLS:
            return False
        if isinstance(node.func, cst.Attribute) and self.is_tensor(node.func.value):
            return True
        values = [argument.value for argument in node.args]
        return any(self.is_tensor(value) or self.is_list(value) for value in values) and dotted(node.func) != "range"

    def _comparison(self, node: cst.Comparison) -> bool:
        if all(isinstance(part.operator, cst.Is | cst.IsNot) or is_none(part.comparator) for part in node.comparisons):
            return False
        if isinstance(node.left, cst.SimpleString):
            return False
        return self.is_tensor(node.left) or any(self.is_tensor(part.comparator) for part in node.comparisons)


def _operands(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The expressions directly inside an expression."""
    for child in node.children:
        if isinstance(child, cst.BaseExpression):
            yield child
        elif isinstance(child, cst.Element | cst.StarredElement | cst.DictElement | cst.Arg | cst.ComparisonTarget):
            yield from _operands(child)


def flow_of(function: Function, *, skip_first: bool, given: frozenset[str], as_list: bool) -> Flow:
    """Follow the argument through a function. `given`: parameters with a fixed value; `as_list`: it takes a list."""
    arguments = tensor_parameters(function, skip_first=skip_first, given=given)
    lists = frozenset(arguments[:1]) if as_list and len(arguments) == 1 else frozenset[str]()
    star = function.params.star_arg
    if isinstance(star, cst.Param) and not arguments:
        arguments, lists = (star.name.value,), frozenset({star.name.value})
    if len(arguments) == 1 and _is_unpacked(function, arguments[0]):
        lists |= {arguments[0]}
    flow = Flow(arguments, frozenset(arguments) - lists, lists)
    return _followed(function, flow)


def tensor_parameters(function: Function, *, skip_first: bool, given: frozenset[str]) -> tuple[str, ...]:
    """The parameters that take tensors: the required positional ones; the first, where none is required."""
    everything = [*function.params.posonly_params, *function.params.params]
    positional = everything[1:] if skip_first else everything
    names = [param.name.value for param in positional if param.name.value not in _NOT_THE_INPUT | given]
    required = [param.name.value for param in positional if param.default is None and param.name.value in names]
    return tuple(required or names[:1])


def _is_unpacked(function: Function, name: str) -> bool:
    """`a, b = name` stands in the function: far more often a list of inputs than a batch of two."""
    for assign in every(function, cst.Assign):
        if isinstance(assign.targets[0].target, cst.Tuple | cst.List) and dotted(assign.value) == name:
            return True
    return False


def _followed(function: Function, flow: Flow) -> Flow:
    while True:
        grown = flow
        for tensor, names in _bindings(function, flow):
            if tensor == "list":
                grown = replace(grown, lists=grown.lists | (set(names) - grown.tensors))
            else:
                grown = replace(grown, tensors=grown.tensors | (set(names) - grown.lists))
        if grown == flow:
            return flow
        flow = grown


def _bindings(function: Function, flow: Flow) -> Iterator[tuple[str, list[str]]]:
    """(kind, names) for every statement that binds names to something that derives from the argument."""
    for target, value in assignments(function):
        unpacks = isinstance(target, cst.Tuple | cst.List)
        if flow.is_list(value) or (isinstance(value, cst.ListComp) and flow.is_tensor(value)):
            yield ("tensor" if unpacks else "list"), list(target_names(target))
        elif flow.is_tensor(value):
            yield "tensor", list(target_names(target))
    for loop in every(function, cst.For):
        if flow.is_tensor(loop.iter) or flow.is_list(loop.iter):
            yield "tensor", list(target_names(loop.target))
    for call in every(function, cst.Call):
        if last_name(call.func) in _MAPS and any(flow.is_tensor(arg.value) for arg in call.args):
            yield "tensor", [param.name.value for arg in call.args for param in _parameters(arg.value)]
        if last_name(call.func) in {"append", "insert"} and any(flow.is_tensor(arg.value) for arg in call.args):
            yield "list", [dotted(call.func).rpartition(".")[0]]


def _parameters(node: cst.CSTNode) -> tuple[cst.Param, ...]:
    return tuple(node.params.params) if isinstance(node, cst.Lambda) else ()


def assignments(node: cst.CSTNode) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    """(target, value) of every assignment in `node`."""
    for found in every(node, cst.Assign, cst.AugAssign, cst.AnnAssign, cst.NamedExpr):
        if isinstance(found, cst.Assign):
            yield from ((target.target, found.value) for target in found.targets)
        elif found.value is not None:
            yield found.target, found.value


def target_names(target: cst.CSTNode) -> Iterator[str]:
    """The names that an assignment target binds."""
    if isinstance(target, cst.Name):
        yield target.value
    elif isinstance(target, cst.Tuple | cst.List):
        for element in target.elements:
            yield from target_names(element.value)
