"""tensor-reference: a tensor has no hash; its reference has, and is what a dict or set can hold."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import Expression, expression, tight
from troubleshooter.repair.code import dotted, every, last_name, text
from troubleshooter.repair.job import Change, Job

_MAKES = frozenset({"dict", "set", "defaultdict", "OrderedDict", "WeakKeyDictionary", "Counter", "frozenset"})
_METHODS = frozenset({"add", "get", "setdefault", "pop", "discard", "remove"})
_HINT = "Use x.ref() as the key, and ref.deref() to get the tensor back."


def repair(job: Job) -> Change:
    """Keys, members and tests of membership."""
    function = job.needed_function
    tables = _tables(job)
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for node in _keys(job, function, tables):
        edits[node] = expression(f"{text(tight(node))}.ref()")
    for loop in every(function, cst.CompFor, cst.For):
        if dotted(loop.iter) in tables and edits:
            raise CannotRepair("the keys are gone through one by one", hint=_HINT)
    if not edits:
        raise CannotRepair("no tensor that is a key was found in the function", hint=_HINT)
    return Change(edits)


def _tables(job: Job) -> set[str]:
    """The names that hold a dict or a set."""
    names = set()
    for assign in every(job.code.module, cst.Assign, cst.AnnAssign):
        value = assign.value
        made = isinstance(value, cst.Call) and last_name(value.func) in _MAKES
        if made or isinstance(value, cst.Dict | cst.Set | cst.DictComp | cst.SetComp):
            targets = assign.targets if isinstance(assign, cst.Assign) else [assign]
            names |= {dotted(one.target) for one in targets}
    return names - {""}


def _keys(job: Job, function: cst.CSTNode, tables: set[str]) -> list[Expression]:
    """The tensors that stand where a key is wanted."""
    found: list[Expression] = []
    for subscript in every(function, cst.Subscript):
        index = subscript.slice[0].slice
        if dotted(subscript.value) in tables and isinstance(index, cst.Index):
            found.append(index.value)
    for test in every(function, cst.Comparison):
        wanted = [one for one in test.comparisons if isinstance(one.operator, cst.In | cst.NotIn)]
        if wanted and dotted(wanted[0].comparator) in tables:
            found.append(test.left)
    for call in every(function, cst.Call):
        if isinstance(call.func, cst.Attribute) and dotted(call.func.value) in tables and call.args:
            found.extend([call.args[0].value] if call.func.attr.value in _METHODS else [])
    for table in every(function, cst.Dict):
        found.extend(one.key for one in table.elements if isinstance(one, cst.DictElement))
    return [one for one in found if job.flow.is_tensor(one) and not _is_reference(one)]


def _is_reference(node: Expression) -> bool:
    return isinstance(node, cst.Call) and last_name(node.func) in {"ref", "experimental_ref"}
