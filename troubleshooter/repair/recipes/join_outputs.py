"""join-outputs: several values that a function gives become one tensor, side by side, or only the first is kept."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import call, tight
from troubleshooter.repair.code import Function, edited, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import returns


def repair(job: Job) -> Change:
    """One tensor for every tuple, list or dict that is returned."""
    function = job.needed_function
    values = [value for value in _values(function) if _parts(value)]
    if not values:
        raise CannotRepair("the values that the function returns are not written out", hint="Join them with tf.concat.")
    edits: dict[cst.CSTNode, cst.CSTNode] = {value: _one(job, value) for value in values}
    return Change({function: edited(function, edits)}, asked=("outputs-wish",))


def _values(function: Function) -> list[cst.BaseExpression]:
    if isinstance(function, cst.Lambda):
        return [function.body]
    return [one.value for one in returns(function) if one.value is not None]


def _parts(value: cst.BaseExpression) -> list[cst.BaseExpression]:
    """The values of a tuple, list or dict that is written out, none of them starred."""
    if isinstance(value, cst.Tuple | cst.List):
        elements = [element.value for element in value.elements if isinstance(element, cst.Element)]
        return elements if len(elements) == len(value.elements) > 1 else []
    if isinstance(value, cst.Dict):
        pairs = [element.value for element in value.elements if isinstance(element, cst.DictElement)]
        return pairs if len(pairs) == len(value.elements) else []
    return []


def _one(job: Job, value: cst.BaseExpression) -> cst.BaseExpression:
    parts = _parts(value)
    if job.answer("outputs-wish") == "first":
        return tight(parts[0]) if "\n" in text(parts[0]) else parts[0]
    listed = cst.List([cst.Element(part) for part in parts])
    return call(f"{job.tf}.concat", listed, "axis=-1")
