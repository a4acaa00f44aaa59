"""pass-as-input: KerasTensors that a Lambda's function takes from outside become inputs of the layer, in one list."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.reaches_out import captured_tensors
from troubleshooter.intake.syntax import FUNCTIONS, Program, read
from troubleshooter.model import Place, TargetKind
from troubleshooter.repair.build import assigning, block, expression, is_docstring, statements
from troubleshooter.repair.code import (
    EXPRESSIONS,
    Code,
    Edits,
    Function,
    at,
    dotted,
    edited,
    every,
    last_name,
    names_in,
    text,
)
from troubleshooter.repair.flow import tensor_parameters
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.rename import fresh

Names = Mapping[str, str]  # the name in the function -> the tensor's source outside


def repair(job: Job) -> Change:
    """One list of inputs for the layer, unpacked in the function."""
    function, construction = job.needed_function, job.construction
    if construction is None or job.target.kind is TargetKind.HELPER:
        raise CannotRepair("the function is not the function of a Lambda")
    names = _captured(job, function)
    uses = _uses(job)
    if not names or not uses:
        raise CannotRepair("no KerasTensor from outside was found, or the layer is not called")
    listed = all(isinstance(_input(use), cst.List | cst.Tuple) for use in uses)
    if not listed and any(isinstance(_input(use), cst.List | cst.Tuple) for use in uses):
        raise CannotRepair("the layer is called on a list here and on a tensor there")
    inner: dict[cst.CSTNode, cst.CSTNode] = {function: _function(job, function, names, listed=listed)}
    inner |= _without_arguments(construction, names)
    calls = {use: edited(_with_inputs(use, list(names.values()), listed=listed), inner) for use in uses}
    return Change({**inner, **calls})


def _captured(job: Job, function: Function) -> dict[str, str]:
    """The function's name for each tensor, and how the place where the layer is called spells it."""
    program = read(job.code.module.code)
    node = program.at(_place(job.code, function), FUNCTIONS) if program is not None else None
    if program is None or not isinstance(node, FUNCTIONS):
        raise CannotRepair("the function cannot be read")
    found = captured_tensors(program, node, _construction(program, job))
    helpers = [name for name in found if name not in names_in(function)]
    if helpers:
        raise CannotRepair(f"a helper of the function uses `{helpers[0]}`", hint="Pass it to the helper first.")
    return {name: _spelled(job.code, program, value) for name, value in found.items()}


def _construction(program: Program, job: Job) -> ast.Call | None:
    node = program.at(_place(job.code, job.construction), (ast.Call,)) if job.construction is not None else None
    return node if isinstance(node, ast.Call) else None


def _spelled(code: Code, program: Program, value: ast.expr) -> str:
    node = at(code, program.place(value), *EXPRESSIONS)
    if node is None:
        raise CannotRepair("the captured tensor cannot be found again in the source")
    return text(node)


def _place(code: Code, node: cst.CSTNode) -> Place:
    span = code.spans[node]
    return Place(span.start.line, span.end.line, span.start.column, span.end.column)


def _uses(job: Job) -> list[cst.Call]:
    """The calls of the layer: on the spot, or by the name it was given."""
    around = job.code.parents.get(job.construction) if job.construction is not None else None
    if isinstance(around, cst.Call) and around.func is job.construction:
        return [around]
    if isinstance(around, cst.Assign):
        names = {text(target.target) for target in around.targets}
        return [found for found in every(job.code.module, cst.Call) if dotted(found.func) in names and found.args]
    return []


def _input(use: cst.Call) -> cst.BaseExpression:
    return use.args[0].value


def _with_inputs(use: cst.Call, more: Sequence[str], *, listed: bool) -> cst.Call:
    first = _input(use)
    own = [text(one.value) for one in first.elements] if listed and isinstance(first, cst.List | cst.Tuple) else []
    given = expression(f"[{', '.join([*(own or [text(first)]), *more])}]")
    return use.with_changes(args=[use.args[0].with_changes(value=given), *use.args[1:]])


def _without_arguments(construction: cst.Call, names: Names) -> dict[cst.CSTNode, cst.CSTNode]:
    """`arguments={"w": tensor}` without what is an input now."""
    for argument in construction.args:
        table = argument.value
        if last_name(argument.keyword) != "arguments" or not isinstance(table, cst.Dict):
            continue
        kept = [one for one in table.elements if not _is_key(one, names)]
        if len(kept) == len(table.elements):
            continue
        if kept:
            kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
            return {table: table.with_changes(elements=kept)}
        return {argument: cst.RemoveFromParent()}  # type: ignore[dict-item]
    return {}


def _is_key(element: cst.BaseDictElement, names: Names) -> bool:
    key = element.key if isinstance(element, cst.DictElement) else None
    return isinstance(key, cst.SimpleString) and str(key.evaluated_value) in names


def _function(job: Job, function: Function, names: Names, *, listed: bool) -> Function:
    given = [name for name in names if name in {param.name.value for param in every(function.params, cst.Param)}]
    own = tensor_parameters(function, skip_first=job.is_method, given=job.given | frozenset(given))
    if len(own) != 1:
        raise CannotRepair("the function takes more than one input", hint="Take all inputs as one list.")
    if isinstance(function, cst.Lambda):
        return _lambda(function, own[0], tuple(names), listed=listed)
    return _def(function, own[0], tuple(names), listed=listed)


def _parameters(function: Function, own: str, names: Sequence[str], new: str) -> cst.Parameters:
    kept = [param for param in function.params.params if param.name.value not in names]
    kept = [one.with_changes(name=cst.Name(new), annotation=None) if one.name.value == own else one for one in kept]
    kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    only = [param for param in function.params.kwonly_params if param.name.value not in names]
    star = function.params.star_arg if only else cst.MaybeSentinel.DEFAULT
    return function.params.with_changes(params=kept, kwonly_params=only, star_arg=star)


def _lambda(function: cst.Lambda, own: str, names: Sequence[str], *, listed: bool) -> cst.Lambda:
    """lambda x: x - b as lambda t: t[0] - t[1]."""
    taken = names_in(function)
    new = "t" if "t" not in taken else fresh("t", "list", taken)
    shift = _length(function, own, listed=listed)
    table = {name: f"{new}[{index}]" for index, name in enumerate(names, start=shift)}
    table[own] = new if listed else f"{new}[0]"
    skip = {attribute.attr for attribute in every(function.body, cst.Attribute)}
    skip |= {argument.keyword for argument in every(function.body, cst.Arg) if argument.keyword is not None}
    edits: Edits = {
        found: expression(table[found.value])
        for found in every(function.body, cst.Name)
        if found.value in table and found not in skip
    }
    body = edits.get(function.body) or edited(function.body, edits)
    return function.with_changes(params=_parameters(function, own, names, new), body=body)


def _length(function: cst.Lambda, own: str, *, listed: bool) -> int:
    """Where the new inputs begin. `t[-1]` of a list would be another tensor then."""
    if not listed:
        return 1
    indices = [one.slice[0].slice for one in every(function.body, cst.Subscript) if dotted(one.value) == own]
    numbers = [one.value for one in indices if isinstance(one, cst.Index) and isinstance(one.value, cst.Integer)]
    if len(numbers) != len(indices) or not numbers:
        raise CannotRepair("it cannot be read how long the list of inputs is")
    return max(int(one.value) for one in numbers) + 1


def _def(function: cst.FunctionDef, own: str, names: Sequence[str], *, listed: bool) -> cst.FunctionDef:
    """def f(x) as def f(inputs) with `x, b = inputs` first."""
    taken = names_in(function)
    new = "inputs" if "inputs" not in taken else fresh("inputs", "list", taken)
    head = f"*{own}" if listed else own
    body = statements(function.body)
    start = 1 if body and is_docstring(body[0]) else 0
    unpack = assigning(", ".join([head, *names]), expression(new))
    suite = block(function.body, [*body[:start], unpack, *body[start:]])
    return function.with_changes(params=_parameters(function, own, names, new), body=suite)
