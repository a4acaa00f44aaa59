"""What a function captures or creates that a layer should own: variables, layers, and the locals of a closure."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression
from troubleshooter.repair.code import Code, Function, dotted, every, last_name, names_in, text
from troubleshooter.repair.flow import assignments, target_names

LAYERS = frozenset({
    "Dense", "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "Conv1DTranspose", "SeparableConv2D", "DepthwiseConv2D",
    "Embedding", "LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "TimeDistributed", "BatchNormalization",
    "LayerNormalization", "GroupNormalization", "UnitNormalization", "MultiHeadAttention", "Attention",
    "AdditiveAttention",
    "Dropout", "PReLU", "EinsumDense", "ConvLSTM2D", "LocallyConnected1D", "Sequential", "SpectralNormalization",
    "SeparableConv1D", "Normalization", "GaussianNoise",
})  # fmt: skip


@dataclass(frozen=True)
class Owned:
    """A variable or a layer: the name it has in the function, and the call that makes it."""

    name: str
    made: cst.Call
    inside: bool


def is_variable(node: cst.CSTNode | None) -> bool:
    """`tf.Variable(...)` or `K.variable(...)`."""
    return isinstance(node, cst.Call) and last_name(node.func) in {"Variable", "variable"}


def is_layer(node: cst.CSTNode | None, classes: frozenset[str]) -> bool:
    """A call that makes a layer: one of Keras's, or of a class of the source."""
    return isinstance(node, cst.Call) and last_name(node.func) in LAYERS | classes


def layer_classes(module: cst.Module) -> frozenset[str]:
    """Classes of the source that derive from a Layer or Model."""
    found = every(module, cst.ClassDef)
    return frozenset(
        one.name.value for one in found if any(last_name(base.value).endswith(("Layer", "Model")) for base in one.bases)
    )


def local_names(function: Function) -> set[str]:
    """Parameters and names bound in the function."""
    names = {param.name.value for param in every(function, cst.Param)}
    return names | {name for target, _ in assignments(function) for name in target_names(target)}


def captured(code: Code, function: Function) -> list[Owned]:
    """Variables and layers made outside that the function uses."""
    classes, free = layer_classes(code.module), names_in(function) - local_names(function)
    result: dict[str, Owned] = {}
    for target, value in _outer_assignments(code, function):
        if dotted(target) in free and isinstance(value, cst.Call) and (is_variable(value) or is_layer(value, classes)):
            result[dotted(target)] = Owned(dotted(target), value, inside=False)
    return list(result.values())


def attributes(code: Code, function: Function) -> list[Owned]:
    """Variables and layers that a method reads from `self` and that a plain class made: a layer has to make them."""
    owner = next((node for node in code.ancestors(function) if isinstance(node, cst.ClassDef)), None)
    if owner is None or owner.name.value in layer_classes(code.module):
        return []
    classes = layer_classes(code.module)
    read = {dotted(one) for one in every(function, cst.Attribute)}
    made: dict[str, Owned] = {}
    for target, value in assignments(owner):
        name = dotted(target)
        owned = isinstance(value, cst.Call) and (is_variable(value) or is_layer(value, classes))
        if name.startswith("self.") and name in read and isinstance(value, cst.Call) and owned:
            made[name] = Owned(name.removeprefix("self."), value, inside=True)
    _refuse_other_attributes(made, read)
    return list(made.values())


def _refuse_other_attributes(made: dict[str, Owned], read: set[str]) -> None:
    """The object's other attributes stay with the object, and a layer of its own does not have them."""
    others = sorted(name for name in read - set(made) if name.count(".") == 1 and name.startswith("self."))
    if made and others:
        hint = "Give the layer what it needs through its constructor."
        raise CannotRepair(f"the method reads other attributes of its object: {', '.join(others)}", hint=hint)
    for name, one in made.items():
        if names_in(one.made) & {"self"}:
            raise CannotRepair(f"{name} is made from other attributes of its object")


def created(code: Code, function: Function) -> list[Owned]:
    """Variables and layers that the function makes itself, under the name they get, or one made up for them."""
    classes = layer_classes(code.module)
    named = {value: dotted(target) for target, value in assignments(function) if dotted(target)}
    result: list[Owned] = []
    for call in every(function, cst.Call):
        if is_variable(call) or is_layer(call, classes):
            plain = "weight" if is_variable(call) else last_name(call.func).lower()
            result.append(Owned(named.get(call, plain), call, inside=True))
    return result


def closure_names(code: Code, function: Function, owned: list[Owned]) -> list[str]:
    """Locals of the functions around that the function uses: constants that the layer has to be given."""
    around = [node for node in code.ancestors(function) if isinstance(node, cst.FunctionDef | cst.Lambda)]
    outer = {name for node in around for name in local_names(node)} - {"self", "cls"}
    free = names_in(function) - local_names(function) - {one.name for one in owned}
    return sorted(free & outer)


def _outer_assignments(code: Code, function: Function) -> list[tuple[Expression, Expression]]:
    inside = {value for _, value in assignments(function)}
    return [(target, value) for target, value in assignments(code.module) if value not in inside]


def initial_value(made: cst.Call) -> Expression | None:
    """What `tf.Variable(value)` starts with."""
    for argument in made.args:
        if argument.keyword is None or argument.keyword.value in {"initial_value", "value"}:
            return argument.value
    return None


def keyword(made: cst.Call, name: str) -> Expression | None:
    """The value of a keyword argument."""
    found = [argument.value for argument in made.args if last_name(argument.keyword) == name]
    return found[0] if found else None


def literal_shape(value: Expression) -> str:
    """The shape of a number or of a nested list of numbers as written, "" for anything else."""
    try:
        data = ast.literal_eval(text(value))
    except (ValueError, SyntaxError, MemoryError, TypeError):
        return ""
    shape: list[int] = []
    while isinstance(data, list | tuple) and data:
        shape.append(len(data))
        data = data[0]
    return str(tuple(shape)) if isinstance(data, int | float) else ""
