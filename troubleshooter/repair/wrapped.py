"""tf.numpy_function and tf.py_function: their NumPy code written with TensorFlow, so that gradients pass."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, tight
from troubleshooter.repair.code import Edits, Function, dotted, edited, every, last_name, text
from troubleshooter.repair.fill import like
from troubleshooter.repair.job import Job
from troubleshooter.repair.numpy_calls import Converter
from troubleshooter.repair.paths import gives_value, returns

_WRAPPERS = frozenset({"numpy_function", "py_function", "py_func"})
_HINT = "Write the function with TensorFlow operations."


def unwrapped(job: Job) -> Edits:
    """The wrapper's call replaced by what it computes; empty where there is no wrapper."""
    function = job.needed_function
    found = [call for call in every(function, cst.Call) if last_name(call.func) in _WRAPPERS]
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for call in found:
        edits |= _replacement(job, call)
    return edits


def _replacement(job: Job, call: cst.Call) -> dict[cst.CSTNode, cst.CSTNode]:
    given = _inputs(call)
    inner = call.args[0].value if call.args else None
    if isinstance(inner, cst.Lambda) and len(inner.params.params) == len(given):
        return {call: tight(_inlined(job, inner, given))}
    defined = [one for one in every(job.code.module, cst.FunctionDef) if one.name.value == dotted(inner)]
    if len(defined) != 1 or inner is None or not any(gives_value(one) for one in returns(defined[0])):
        raise CannotRepair("the wrapped NumPy function cannot be read", hint=_HINT)
    direct = cst.Call(inner, [cst.Arg(value) for value in given])
    new = _converted(job, defined[0])
    return {call: direct, **({defined[0]: new} if not new.deep_equals(defined[0]) else {})}


def _inputs(call: cst.Call) -> list[Expression]:
    """The tensors of `[x, y]`, the second argument or `inp=`."""
    values = [argument.value for argument in call.args[1:2] if argument.keyword is None]
    values += [argument.value for argument in call.args if last_name(argument.keyword) == "inp"]
    if not values or not isinstance(values[0], cst.List | cst.Tuple):
        raise CannotRepair("the inputs of the wrapped function cannot be read", hint=_HINT)
    return [element.value for element in values[0].elements]


def _converted(job: Job, function: Function) -> Function:
    """The function with its NumPy calls written with TensorFlow."""
    inner = replace(job, function=function, construction=None)
    new = function.visit(Converter(job.code, inner.flow, job.tf, like(inner)))
    if not isinstance(new, cst.FunctionDef | cst.Lambda):
        raise CannotRepair("the wrapped NumPy function cannot be read", hint=_HINT)
    return new


def converted_lambda(job: Job, code: str) -> str:
    """A lambda's source, its NumPy calls on the parameter written with TensorFlow."""
    function = cst.ensure_type(cst.parse_expression(code), cst.Lambda)
    inner = replace(job, function=function, construction=None)
    made = function.visit(Converter(job.code, inner.flow, job.tf, like(inner)))
    return text(made) if isinstance(made, cst.Lambda) else code


def _inlined(job: Job, function: cst.Lambda, given: list[Expression]) -> Expression:
    """The lambda's body with its parameters replaced by the inputs."""
    body = cst.ensure_type(_converted(job, function), cst.Lambda).body
    table = {param.name.value: tight(value) for param, value in zip(function.params.params, given, strict=True)}
    skip = {attribute.attr for attribute in every(body, cst.Attribute)}
    skip |= {argument.keyword for argument in every(body, cst.Arg) if argument.keyword is not None}
    names = [name for name in every(body, cst.Name) if name.value in table and name not in skip]
    if isinstance(body, cst.Name):
        return table.get(body.value, body)
    edits: dict[cst.CSTNode, cst.CSTNode] = {name: table[name.value] for name in names}
    return edited(body, edits)
