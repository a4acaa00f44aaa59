"""drop-the-comma: a tuple or list of one that a function returns becomes the value in it."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression
from troubleshooter.repair.code import edited
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.paths import returns


def repair(job: Job) -> Change:
    """Return the value itself on every path."""
    function = job.needed_function
    if isinstance(function, cst.Lambda):
        inner = only_element(function.body)
        if inner is None:
            raise CannotRepair("the function returns no tuple of one")
        return Change({function: function.with_changes(body=inner)})
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for one in returns(function):
        inner = only_element(one.value) if one.value is not None else None
        if inner is not None and one.value is not None:
            edits[one.value] = inner
    if not edits:
        raise CannotRepair("the function returns no tuple of one", hint="Return the tensor itself.")
    return Change({function: edited(function, edits)})


def only_element(value: Expression) -> Expression | None:
    """`y` of `y,`, `(y,)` and `[y]`; the parentheses stay where the value or a comment runs over several lines."""
    if not isinstance(value, cst.Tuple | cst.List) or len(value.elements) != 1:
        return None
    element = value.elements[0]
    if not isinstance(element, cst.Element):
        return None
    inner = element.value
    if isinstance(value, cst.Tuple) and value.lpar and _spreads(value):
        comma = element.comma
        after = comma.whitespace_after if isinstance(comma, cst.Comma) else cst.SimpleWhitespace("")
        closing = value.rpar[0] if isinstance(after, cst.SimpleWhitespace) else cst.RightParen(after)
        return inner.with_changes(lpar=[value.lpar[0], *inner.lpar], rpar=[*inner.rpar, closing])
    return inner


def _spreads(value: cst.Tuple) -> bool:
    return "\n" in cst.Module([]).code_for_node(value)
