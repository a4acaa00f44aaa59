"""one-list-argument: a Lambda gets several inputs as one list, so its function takes one parameter."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Statement, assigning, block, expression, is_docstring, statements
from troubleshooter.repair.code import Function, dotted, edited, every, names_in, text
from troubleshooter.repair.flow import tensor_parameters
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.rename import fresh


def repair(job: Job) -> Change:
    """One parameter for the list, and one list where the layer is called."""
    function = job.needed_function
    if job.construction is None:
        raise CannotRepair("the function is not the function of a Lambda")
    names = tensor_parameters(function, skip_first=job.is_method, given=job.given)
    if len(names) < 2:
        raise CannotRepair("the function takes one input", hint="Take the elements of the list inside it.")
    inner: dict[cst.CSTNode, cst.CSTNode] = {}
    if isinstance(function, cst.Lambda):
        inner = {function: _lambda(function, names)}
    elif _is_used_elsewhere(job, function):
        inner = _wrapped(job, names)
    else:
        inner = {function: _def(function, names)}
    calls = {found: edited(new, inner) for found, new in _calls(job, len(names)).items()}
    return Change({**inner, **calls})


def _calls(job: Job, count: int) -> dict[cst.Call, cst.Call]:
    """Lambda(f)(a, b) becomes Lambda(f)([a, b])."""
    edits: dict[cst.Call, cst.Call] = {}
    for found in _uses(job):
        inputs = [argument for argument in found.args if argument.keyword is None and not argument.star]
        if len(inputs) == count > 1:
            edits[found] = found.with_changes(args=_listed(found, inputs))
    return edits


def _listed(found: cst.Call, inputs: list[cst.Arg]) -> list[cst.Arg]:
    rest = [argument for argument in found.args if argument not in inputs]
    listed = cst.Arg(expression(f"[{', '.join(text(argument.value) for argument in inputs)}]"))
    return [listed, *rest]


def _uses(job: Job) -> list[cst.Call]:
    """The calls of the layer: on the spot, or by the name it was given."""
    around = job.code.parents.get(job.construction) if job.construction is not None else None
    if isinstance(around, cst.Call) and around.func is job.construction:
        return [around]
    if isinstance(around, cst.Assign):
        names = {text(target.target) for target in around.targets}
        return [found for found in every(job.code.module, cst.Call) if dotted(found.func) in names]
    return []


def _parameters(function: Function, names: tuple[str, ...], name: str) -> cst.Parameters:
    """The first tensor parameter stands for all of them."""
    params = [param for param in function.params.params if param.name.value not in names[1:]]
    new = [
        param.with_changes(name=cst.Name(name), annotation=None) if param.name.value == names[0] else param
        for param in params
    ]
    if new:
        new[-1] = new[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return function.params.with_changes(params=new)


def _lambda(function: cst.Lambda, names: tuple[str, ...]) -> cst.Lambda:
    """lambda a, b: a - b as lambda t: t[0] - t[1]."""
    taken = names_in(function)
    name = "t" if "t" not in taken else fresh("t", "list", taken)
    attributes = {attribute.attr for attribute in every(function.body, cst.Attribute)}
    keywords = {argument.keyword for argument in every(function.body, cst.Arg)}
    edits = {
        found: expression(f"{name}[{names.index(found.value)}]")
        for found in every(function.body, cst.Name)
        if found.value in names and found not in attributes and found not in keywords
    }
    body = function.body.visit(_Names(edits))
    return function.with_changes(params=_parameters(function, names, name), body=body)


class _Names(cst.CSTTransformer):
    def __init__(self, edits: dict[cst.Name, cst.BaseExpression]) -> None:
        super().__init__()
        self.edits = edits

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:  # noqa: N802
        return self.edits.get(original_node, updated_node)


def _def(function: cst.FunctionDef, names: tuple[str, ...]) -> cst.FunctionDef:
    """def f(a, b) as def f(inputs) with `a, b = inputs` first."""
    taken = names_in(function)
    name = "inputs" if "inputs" not in taken else fresh("inputs", "list", taken)
    body: list[Statement] = statements(function.body)
    start = 1 if body and is_docstring(body[0]) else 0
    unpack = assigning(", ".join(names), expression(name))
    new = block(function.body, [*body[:start], unpack, *body[start:]])
    return function.with_changes(params=_parameters(function, names, name), body=new)


def _is_used_elsewhere(job: Job, function: cst.FunctionDef) -> bool:
    return any(dotted(found.func).split(".")[-1] == function.name.value for found in every(job.code.module, cst.Call))


def _wrapped(job: Job, names: tuple[str, ...]) -> dict[cst.CSTNode, cst.CSTNode]:
    """Lambda(f) as Lambda(lambda t: f(t[0], t[1])), where others call f with two arguments."""
    construction = job.construction
    if construction is None or not construction.args or dotted(construction.args[0].value) == "":
        raise CannotRepair("it cannot be read how the Lambda names its function")
    inner = construction.args[0].value
    elements = ", ".join(f"t[{index}]" for index in range(len(names)))
    return {inner: expression(f"lambda t: {text(inner)}({elements})")}
