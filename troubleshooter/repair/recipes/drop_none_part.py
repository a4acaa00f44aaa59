"""drop-none-part: a list, tuple or dict of outputs with a None in it gives only its tensors."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, expression, is_none
from troubleshooter.repair.code import Edits, edited
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import returns

_HINT = "Return only tensors, and take as many results where the layer is called."


def repair(job: Job) -> Change:
    """Leave out the parts that are None, where no other part changes its place."""
    function = job.needed_function
    values = [function.body] if isinstance(function, cst.Lambda) else [r.value for r in returns(function) if r.value]
    edits: Edits = {value: new for value in values if (new := _without(value)) is not None}
    if not edits:
        raise CannotRepair("the function returns no part that is None", hint=_HINT)
    if _is_unpacked(job):
        raise CannotRepair("the result is unpacked, and would have another number of parts", hint=_HINT)
    note = "the part that was None is left out of the layer's outputs"
    return Change({function: edited(function, edits)}, changes=note)


def _without(value: Expression) -> Expression | None:
    """The display without its None parts; None where there is none, or where another part would move."""
    if isinstance(value, cst.Dict):
        left = [one for one in value.elements if not is_none(getattr(one, "value", None))]
        return None if len(left) == len(value.elements) or not left else value.with_changes(elements=_closed(left))
    if not isinstance(value, cst.List | cst.Tuple) or any(
        isinstance(one, cst.StarredElement) for one in value.elements
    ):
        return None
    kept = list(value.elements)
    while kept and is_none(kept[-1].value):
        kept.pop()
    if len(kept) == len(value.elements) or not kept or any(is_none(one.value) for one in kept):
        return None
    if len(kept) == 1 and isinstance(value, cst.Tuple):
        return expression(f"({cst.Module([]).code_for_node(kept[0].value)},)")
    return value.with_changes(elements=_closed(kept))


def _closed(kept: list) -> list:  # type: ignore[type-arg]
    """The last element without its comma."""
    return [*kept[:-1], kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)]


def _is_unpacked(job: Job) -> bool:
    """`a, b = Lambda(...)(x)`."""
    node: cst.CSTNode | None = job.construction
    around = [] if node is None else [node, *list(job.code.ancestors(node))[:2]]
    assigns = [one for one in around if isinstance(one, cst.Assign)]
    return any(isinstance(one.targets[0].target, cst.Tuple | cst.List) for one in assigns)
