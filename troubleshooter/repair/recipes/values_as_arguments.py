"""values-as-arguments: what the function of a Lambda needs beside its input goes into `arguments={...}`."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.call_shape import LAMBDA_KEYWORDS
from troubleshooter.intake.syntax import Program, read
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import Edits, Function, dotted, edited, every, last_name, names_in, text
from troubleshooter.repair.flow import tensor_parameters
from troubleshooter.repair.job import Change, Job

_AT_CALL = frozenset({"mask", "training", "inputs", ""})


def repair(job: Job) -> Change:
    """Keywords at the call, keywords of the construction that are the function's, and names the program has."""
    construction = job.construction
    if construction is None:
        raise CannotRepair("the Lambda is not in the source")
    if (
        job.function is not None
        and not job.function.params.params
        and not isinstance(job.function.params.star_arg, cst.Param)
    ):
        return _with_parameter(job, job.function, construction)
    uses = _uses(job, construction)
    moved = _from_calls(uses)
    stray = {last_name(one.keyword): one for one in construction.args if one.keyword is not None}
    stray = {name: one for name, one in stray.items() if name not in LAMBDA_KEYWORDS}
    takes = _parameters(job)
    moved |= {name: text(one.value) for name, one in stray.items() if name in takes}
    moved |= _of_the_program(job, construction, moved) if not stray else {}
    if not moved and not stray:
        raise CannotRepair("it cannot be read which value is missing", hint="Give it by arguments={'name': value}.")
    layer = _with_arguments(construction, moved, set(stray))
    calls = {use: edited(_without(use), {construction: layer}) for use in uses if _strays(use)}
    inside = any(construction in every(use, cst.Call) for use in calls)
    return Change({**calls, **({} if inside else {construction: layer})})


def _uses(job: Job, construction: cst.Call) -> list[cst.Call]:
    around = job.code.parents.get(construction)
    if isinstance(around, cst.Call) and around.func is construction:
        return [around]
    if isinstance(around, cst.Assign):
        names = {text(target.target) for target in around.targets}
        return [found for found in every(job.code.module, cst.Call) if dotted(found.func) in names]
    return []


def _strays(use: cst.Call) -> list[cst.Arg]:
    return [one for one in use.args if last_name(one.keyword) not in _AT_CALL]


def _from_calls(uses: list[cst.Call]) -> dict[str, str]:
    """The keywords of the layer's calls; two calls with different values cannot share one layer."""
    tables = [{last_name(one.keyword): text(one.value) for one in _strays(use)} for use in uses]
    if any(table != tables[0] for table in tables):
        raise CannotRepair("the layer is called with different values", hint="Make one Lambda for each value.")
    return tables[0] if tables else {}


def _without(use: cst.Call) -> cst.Call:
    kept = [one for one in use.args if one not in _strays(use)]
    if kept:
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return use.with_changes(args=kept)


def _parameters(job: Job) -> set[str]:
    return {one.name.value for one in every(job.function.params, cst.Param)} if job.function is not None else set()


def _of_the_program(job: Job, construction: cst.Call, moved: dict[str, str]) -> dict[str, str]:
    """Required parameters after the first, for which the code around has a value of the same name."""
    if job.function is None:
        return {}
    names = tensor_parameters(job.function, skip_first=job.is_method, given=job.given | frozenset(moved))
    program = read(job.code.module.code)
    missing = list(names[1:])
    if program is None or not missing or any(not _is_bound(job, program, construction, name) for name in missing):
        if moved:
            return {}
        hint = f"Give it by arguments={{{', '.join(repr(name) + ': ...' for name in missing)}}}."
        raise CannotRepair(f"the value of {', '.join(missing) or 'a parameter'} is not in the source", hint=hint)
    return {name: name for name in missing}


def _is_bound(job: Job, program: Program, construction: cst.Call, name: str) -> bool:
    """Whether the scope of the construction has a name."""
    span = job.code.spans[construction]
    here = [one for one in program.calls if (one.lineno, one.col_offset) == (span.start.line, span.start.column)]
    return bool(here) and bool(program.lookup(name, here[-1]))


def _with_arguments(construction: cst.Call, moved: dict[str, str], stray: set[str]) -> cst.Call:
    args = [one for one in construction.args if last_name(one.keyword) not in stray]
    old = next((one for one in args if last_name(one.keyword) == "arguments"), None)
    if args and not moved:
        args[-1] = args[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    if not moved:
        return construction.with_changes(args=args)
    table = ", ".join(f'"{name}": {value}' for name, value in moved.items())
    if old is not None:
        inner = text(old.value).strip()[1:-1].rstrip(" ,")
        if not isinstance(old.value, cst.Dict):
            raise CannotRepair("the Lambda is given its arguments by a name", hint="Add the value to that table.")
        table = f"{inner}, {table}" if inner else table
        new = old.with_changes(value=expression(f"{{{table}}}"))
        return construction.with_changes(args=[new if one is old else one for one in args])
    added = cst.ensure_type(expression(f"f(arguments={{{table}}})"), cst.Call).args[0]
    at_once = [one for one in args if one.keyword is None]
    rest = [one for one in args if one.keyword is not None]
    first = [one.with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))) for one in at_once]
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")) if rest else cst.MaybeSentinel.DEFAULT
    if rest:
        rest[-1] = rest[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return construction.with_changes(args=[*first, added.with_changes(comma=comma), *rest])


def _with_parameter(job: Job, function: Function, construction: cst.Call) -> Change:
    """lambda: hidden / 2, called on hidden: the tensor it works on becomes its parameter."""
    uses = _uses(job, construction)
    names = {dotted(use.args[0].value) for use in uses if use.args}
    name = names.pop() if len(names) == 1 else ""
    if not name.isidentifier() or name not in names_in(function):
        hint = "Write the function with one parameter, the tensor: lambda x: ..."
        raise CannotRepair("the function takes nothing, and does not use the layer's input", hint=hint)
    params = function.params.with_changes(params=[cst.Param(cst.Name(name))])
    edits: Edits = {function: function.with_changes(params=params)}
    if isinstance(function, cst.Lambda):
        space = cst.SimpleWhitespace(" ")
        edits = {function: function.with_changes(params=params, whitespace_after_lambda=space)}
    return Change(edits)
