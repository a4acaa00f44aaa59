"""Every Lambda of a source as a registered Layer subclass: the code stays in the source, its values go in the file."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import Snippet
from troubleshooter.repair.build import Expression
from troubleshooter.repair.code import Code, Function, dotted, edited, every, last_name, names_in, read
from troubleshooter.repair.flow import assignments
from troubleshooter.repair.kept_layer import KeptLayer, Value
from troubleshooter.repair.names import keras_name, numpy_name, with_import
from troubleshooter.repair.rename import fresh
from troubleshooter.repair.saved_function import Found, find, outside

_KEPT = frozenset({"name", "dtype", "trainable", "input_shape"})
_SPECIAL = frozenset({"mask", "training"})


def registered(code: Code, tf: str) -> tuple[Code, dict[int, str], list[CannotRepair]]:
    """The source with its Lambdas replaced, the class for each (by its number), and why the others were left."""
    made: dict[int, str] = {}
    refusals: list[CannotRepair] = []
    place = 0
    for index in range(len(lambdas(code))):
        try:
            module, made[index] = _replaced(code, lambdas(code)[place], tf)
            code = read(Snippet(module.code))
        except CannotRepair as refusal:
            refusals.append(refusal)
            place += 1
    return code, made, refusals


def lambdas(code: Code) -> list[cst.Call]:
    """The constructions of Lambda layers, in the order of the source."""
    calls = every(code.module, cst.Call)
    return [call for call in calls if last_name(call.func) == "Lambda" and call.args]


def _replaced(code: Code, construction: cst.Call, tf: str) -> tuple[cst.Module, str]:
    """The module with one Lambda replaced, and the name of the new class."""
    given = next((a.value for a in construction.args if last_name(a.keyword) in {"", "function"}), None)
    if given is None or any(argument.star for argument in construction.args):
        raise CannotRepair("the Lambda's function cannot be read")
    found = find(code, given, construction)
    found = _with_defaults(found, _arguments(construction))
    params = _parameters(found)
    around = outside(code, found, construction)
    values = [*around.values, *_attributes(code, found)]
    _refuse_same_names(values)
    layer = KeptLayer(
        name=_class_name(code, found.function, construction),
        keras=keras_name(code.module, tf),
        numpy=numpy_name(code.module),
        params=params,
        body=found.function.body,
        values=values,
        copied=around.copied,
    )
    module = _placed(code, layer, construction, found)
    if any(value.kind == "array" for value in values) and not _imports_numpy(code.module):
        module = with_import(module, "import numpy as np")
    return module, layer.name


def _imports_numpy(module: cst.Module) -> bool:
    return any(dotted(alias.name) == "numpy" for alias in every(module, cst.ImportAlias))


def _arguments(construction: cst.Call) -> dict[str, Expression]:
    """What `arguments={...}` gives the function."""
    table = next((one.value for one in construction.args if last_name(one.keyword) == "arguments"), None)
    if table is None:
        return {}
    if isinstance(table, cst.Call) and dotted(table.func) == "dict":
        return {one.keyword.value: one.value for one in table.args if one.keyword is not None}
    if not isinstance(table, cst.Dict):
        raise CannotRepair("`arguments=` is not written out", hint="Give them to the new layer's constructor.")
    pairs = [one for one in table.elements if isinstance(one, cst.DictElement)]
    return {str(p.key.evaluated_value): p.value for p in pairs if isinstance(p.key, cst.SimpleString)}


def _with_defaults(found: Found, arguments: dict[str, Expression]) -> Found:
    """Parameters with a default are values of the layer, not inputs; the first parameter is the input."""
    params = [*found.function.params.params, *found.function.params.kwonly_params]
    first = 1 if found.receiver is not None else 0
    defaults = {
        one.name.value: one.default
        for one in params[first:]
        if one.default is not None and one.name.value not in _SPECIAL and one is not params[first]
    }
    return Found(found.function, {**defaults, **found.bound, **arguments}, found.receiver, found.inner)


def _parameters(found: Found) -> cst.Parameters:
    """What `call` is given: the function's parameters without those that have a value."""
    params = found.function.params
    if isinstance(params.star_arg, cst.Param) or params.star_kwarg is not None:
        raise CannotRepair("the function takes any number of arguments", hint="Name its parameters.")
    plain = list(params.params)[1 if found.receiver is not None else 0 :]
    left = [one for one in [*plain, *params.kwonly_params] if one.name.value not in found.bound]
    if not left:
        raise CannotRepair("the function takes no input")
    bare = [one.with_changes(comma=cst.MaybeSentinel.DEFAULT) for one in left]
    return cst.Parameters(params=bare)


def _attributes(code: Code, found: Found) -> list[Value]:
    """`self.k` in the function: the new layer has an attribute of that name with the same value."""
    names = [one for one in every(found.function.body, cst.Attribute) if dotted(one.value) == "self"]
    called = {dotted(call.func) for call in every(found.function.body, cst.Call)}
    if any(dotted(one) in called for one in names):
        raise CannotRepair("the function calls another method", hint="Move that code into the layer as well.")
    receiver = found.receiver or cst.Name("self")
    made: dict[str, Value] = {}
    for one in names:
        value = next((v for t, v in assignments(code.module) if dotted(t) == dotted(one)), None)
        array = value is not None and last_name(getattr(value, "func", None)) in {"constant", "array", "asarray"}
        given = cst.Attribute(receiver, cst.Name(one.attr.value))
        made.setdefault(one.attr.value, Value(one.attr.value, given, "array" if array else "plain"))
    return list(made.values())


def _refuse_same_names(values: list[Value]) -> None:
    if len({value.attribute for value in values}) < len(values):
        raise CannotRepair("two values of the function would have one name in the layer")


def _class_name(code: Code, function: Function, construction: cst.Call) -> str:
    """Named from the function, or from the layer's name."""
    plain = function.name.value if isinstance(function, cst.FunctionDef) else _layer_name(construction)
    words = [word for word in plain.replace("-", "_").split("_") if word]
    name = "".join(word[:1].upper() + word[1:] for word in words)
    name = name if name.endswith("Layer") else f"{name}Layer"
    taken = names_in(code.module)
    return name if name not in taken else fresh(name, "2", taken).replace("_", "")


def _layer_name(construction: cst.Call) -> str:
    for argument in construction.args:
        if last_name(argument.keyword) == "name" and isinstance(argument.value, cst.SimpleString):
            name = str(argument.value.evaluated_value).replace("-", "_")
            return name if name.isidentifier() and name.isascii() else "function"
    return "function"


def _construction(construction: cst.Call, layer: KeptLayer) -> cst.Call:
    kept = [one for one in construction.args if last_name(one.keyword) in _KEPT]
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    given = [cst.Arg(one.given, keyword=cst.Name(one.attribute), equal=equal) for one in layer.given]
    args = [*given, *kept]
    if args:
        args[-1] = args[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return construction.with_changes(func=cst.Name(layer.name), args=args)


def _placed(code: Code, layer: KeptLayer, construction: cst.Call, found: Found) -> cst.Module:
    """The class before the statement that uses it; the function it came from goes, when nothing else uses it."""
    body = list(code.module.body)
    used = next(place for place, one in enumerate(body) if construction in every(one, cst.Call))
    function = found.function
    edits: dict[cst.CSTNode, cst.CSTNode | cst.RemovalSentinel] = {construction: _construction(construction, layer)}
    made, lines = layer.statement(), []
    if isinstance(function, cst.FunctionDef) and found.receiver is None and _uses(code.module, function) == 1:
        if function in body:
            place = body.index(function)
            body[used] = edited(body[used], edits)
            body[place] = made.with_changes(leading_lines=function.leading_lines)
            return code.module.with_changes(body=body)
        edits[function] = cst.RemoveFromParent()
        lines = [line for line in function.leading_lines if line.comment is not None]
    first = edited(body[used], edits)
    blank = [cst.EmptyLine(indent=False)] * 2
    above = list(getattr(first, "leading_lines", ()))
    while above and above[0].comment is None:
        del above[0]
    body[used] = first.with_changes(leading_lines=[*blank, *above])
    made = made.with_changes(leading_lines=[*(blank if used else ()), *lines])
    return code.module.with_changes(body=[*body[:used], made, *body[used:]])


def _uses(module: cst.Module, function: cst.FunctionDef) -> int:
    """How often the function's name is read."""
    return sum(name.value == function.name.value for name in every(module, cst.Name)) - 1
