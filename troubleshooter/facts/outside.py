"""Names and attributes from outside of the function: variables, layers, constants, functions and plain objects."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from troubleshooter.facts.operations import layer_weights, makes_variable
from troubleshooter.facts.trace import Frame
from troubleshooter.facts.values import STATIC, Capture, Kind, Value, list_of, listed
from troubleshooter.intake.syntax import (
    FUNCTIONS,
    Binding,
    applications,
    canonical,
    class_named,
    class_of,
    is_keras,
    is_layer_class,
    is_layer_name,
    last,
    resolve,
)

if TYPE_CHECKING:
    from troubleshooter.facts.flow import Flow

_WEIGHT = frozenset(
    {
        "kernel",
        "bias",
        "embeddings",
        "gamma",
        "beta",
        "moving_mean",
        "moving_variance",
        "recurrent_kernel",
        "depthwise_kernel",
        "pointwise_kernel",
    }
)
_WEIGHTS = frozenset(
    {
        "weights",
        "trainable_weights",
        "variables",
        "trainable_variables",
        "non_trainable_weights",
        "layers",
    }
)
_ADDS = {"add_weight", "add_variable"}
_LOADS = frozenset({"load_model", "clone_model", "KerasLayer", "model_from_json", "TFSMLayer"})


def value_of(flow: Flow, name: ast.Name) -> Value:
    """What a name of the program holds, read once."""
    bindings = flow.program.lookup(name.id, name)
    if not bindings:
        return STATIC
    key = (name.id, bindings[0].node)
    if key not in flow.globals:
        flow.globals[key] = STATIC  # a name defined by itself ends here
        flow.globals[key] = _bound(flow, bindings)
    return flow.globals[key]


def _bound(flow: Flow, bindings: tuple[Binding, ...]) -> Value:
    """The value of the last binding; any binding to a variable or layer counts."""
    values = [_binding(flow, binding) for binding in bindings[-5:]]
    capturing = next((v for v in reversed(values) if v.captures), None)
    return capturing or values[-1]


def _binding(flow: Flow, binding: Binding) -> Value:
    if isinstance(binding.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        decorators = [
            last(canonical(flow.program, d.func if isinstance(d, ast.Call) else d)) for d in binding.node.decorator_list
        ]
        return Value(Kind.FUNCTION, function=binding.node, converted="function" in decorators)
    if binding.how == "assign" and binding.value is not None:
        return made(flow, binding.value, binding.name, owned=_owned(flow, binding))
    return STATIC


def made(flow: Flow, value: ast.expr, name: str, *, owned: bool) -> Value:
    """What an expression outside of the function makes: a variable, a layer, a list of them, or some other value."""
    if isinstance(value, (ast.List, ast.Tuple)):
        return listed(made(flow, element, name, owned=owned) for element in value.elts)
    if isinstance(value, ast.Dict):
        inside = [made(flow, element, name, owned=owned) for element in value.values]
        return list_of(inside[0]) if inside else STATIC
    if isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        return list_of(made(flow, value.elt, name, owned=owned))
    if isinstance(value, ast.IfExp):
        return made(flow, value.body, name, owned=owned)
    kind = kind_made(flow, value)
    if kind:
        capture = frozenset() if owned else frozenset({Capture(kind, name, flow.program.place(value))})
        dtype = quiet(flow, value).dtype if kind == "variable" else ""
        return Value(Kind.TENSOR if kind == "variable" else Kind.LAYER, captures=capture, dtype=dtype)
    if isinstance(value, ast.Call) and layer_like(flow, value):
        return Value(Kind.LAYER)
    return quiet(flow, value)


def kind_made(flow: Flow, value: ast.expr) -> str:
    """ "variable", "layer" (with weights) or "" for what a call makes."""
    if not isinstance(value, ast.Call):
        return ""
    dotted = canonical(flow.program, value.func)
    if makes_variable(dotted) or (isinstance(value.func, ast.Attribute) and value.func.attr in _ADDS):
        return "variable"
    if not layer_like(flow, value):
        return ""
    return "" if dotted and layer_weights(dotted) != "some" else "layer"


def layer_like(flow: Flow, call: ast.Call) -> bool:
    """Whether a call constructs a layer or model."""
    dotted = canonical(flow.program, call.func)
    if dotted:
        applications_model = ".applications." in dotted and last(dotted)[:1].isupper()
        return (is_layer_name(dotted) and not is_keras(dotted, "Input")) or applications_model or last(dotted) in _LOADS
    owner = class_named(flow.program, call.func)
    return owner is not None and is_layer_class(flow.program, owner)


def _owned(flow: Flow, binding: Binding) -> bool:
    """Whether the model gets the layer or variable in another way: applied elsewhere, or set as an attribute."""
    program = flow.program
    if isinstance(binding.value, ast.Call) and layer_like(flow, binding.value):
        for use in applications(program, binding.value):
            if use.sequential or use.call is None or not _in_target(flow, use.call):
                return True
    return _is_attribute_somewhere(flow, binding)


def _in_target(flow: Flow, node: ast.AST) -> bool:
    """Inside the function that is read, or inside any function given to be run by it."""
    if any(parent is flow.target for parent in flow.program.ancestors(node)):
        return True
    function = flow.program.enclosing(node, FUNCTIONS)
    return function is not None and function in flow.trace.helpers


def _is_attribute_somewhere(flow: Flow, binding: Binding) -> bool:
    """`layer.w = v` or `self.v = v` makes Keras track v."""
    for names in flow.program.attributes.values():
        for found in names.values():
            if any(isinstance(b.value, ast.Name) and b.value.id == binding.name for b in found):
                return True
    for statement in ast.iter_child_nodes(flow.program.tree):
        value = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.Assign) and isinstance(value, ast.Name) and value.id == binding.name:
            return any(isinstance(target, ast.Attribute) for target in statement.targets)
    return False


def attribute_of(flow: Flow, node: ast.Attribute) -> Value:
    """self.name or obj.name: what the class assigns to it. Keras tracks what a layer or model holds."""
    dotted = canonical(flow.program, node)
    if dotted:
        return Value(dtype="python-float" if last(dotted) in {"pi", "e", "inf", "nan"} else "")
    owner = class_of(flow.program, node.value)
    if owner is None:
        return _method(flow, node)
    key = (owner, node.attr)
    if key not in flow.globals:
        flow.globals[key] = STATIC
        bound = flow.program.attributes.get(owner, {}).get(node.attr, ())
        tracked = is_layer_class(flow.program, owner)
        assigned = [b.value for b in bound if b.how == "assign" and b.value is not None]
        values = [made(flow, value, node.attr, owned=tracked) for value in assigned]
        weighty = next((v for v in values if v.captures or v.kind is Kind.LAYER), None)
        flow.globals[key] = weighty or (values[-1] if values else _method(flow, node))
    return flow.globals[key]


def _method(flow: Flow, node: ast.Attribute) -> Value:
    found = resolve(flow.program, node)
    return Value(Kind.FUNCTION, function=found.node, skip=found.skip, converted=found.converted) if found else STATIC


def layer_attribute(layer: Value, name: str) -> Value:
    """dense.kernel, model.weights: the layer's own variables."""
    if name in _WEIGHT:
        return Value(Kind.TENSOR, captures=layer.captures)
    if name in _WEIGHTS:
        inner = replace(layer, kind=Kind.LAYER if name == "layers" else Kind.TENSOR)
        return list_of(inner)
    return STATIC


def quiet(flow: Flow, node: ast.expr) -> Value:
    """The value of an expression outside of the function: its events are not the function's."""
    flow.silent += 1
    try:
        return flow.evaluate(Frame(flow.program.tree, {}), node) if flow.silent < 20 else STATIC
    finally:
        flow.silent -= 1
