"""name-the-arguments: `arguments=[3]` becomes `arguments={"k": 3}`, by the names of the function's parameters."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, expression
from troubleshooter.repair.code import last_name, text
from troubleshooter.repair.job import Change, Job


def repair(job: Job) -> Change:
    """Name the values in the order of the parameters behind the input."""
    if job.construction is None:
        raise CannotRepair("the function is not the function of a Lambda")
    given = _given(job.construction)
    values = _values(given)
    names = _names(job)
    if not values or len(values) > len(names):
        raise CannotRepair(f"{len(values)} values for {len(names)} parameters behind the input")
    pairs = ", ".join(f'"{name}": {text(value)}' for name, value in zip(names, values, strict=False))
    return Change({given: expression(f"{{{pairs}}}")})


def _given(construction: cst.Call) -> Expression:
    found = [one.value for one in construction.args if last_name(one.keyword) == "arguments"]
    if not found:
        raise CannotRepair("no `arguments=` was found at the Lambda")
    return found[0]


def _values(given: Expression) -> list[Expression]:
    """The values of a list or tuple as written; a single value stands for itself."""
    if isinstance(given, cst.List | cst.Tuple):
        return [element.value for element in given.elements]
    if isinstance(given, cst.Dict | cst.DictComp):
        raise CannotRepair("`arguments=` is a mapping already")
    if isinstance(given, cst.Name | cst.Call | cst.Attribute):
        raise CannotRepair("the values are not written at the Lambda", hint='Write arguments={"name": value}.')
    return [given]


def _names(job: Job) -> list[str]:
    """The parameters behind the input, in order."""
    params = [one.name.value for one in job.needed_function.params.params]
    return [name for name in params[1 + job.is_method :] if name not in {"mask", "training"}]
