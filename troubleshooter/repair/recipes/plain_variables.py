"""plain-variables: with unconnected_gradients=ZERO, TensorFlow is given its own variables instead of Keras 3's."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import every, last_name, text
from troubleshooter.repair.job import Change, Job

_HINT = "Pass [v.value for v in model.trainable_variables]."


def repair(job: Job) -> Change:
    """The sources of each gradient with `unconnected_gradients`."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for call in every(job.code.module, cst.Call):
        named = {arg.keyword.value: arg for arg in call.args if arg.keyword is not None}
        if last_name(call.func) not in {"gradient", "jacobian"} or "unconnected_gradients" not in named:
            continue
        plain = [arg for arg in call.args if arg.keyword is None]
        sources = plain[1] if len(plain) > 1 else named.get("sources")
        if sources is not None and ".value" not in text(sources.value):
            edits[sources.value] = _values(sources.value)
    if not edits:
        raise CannotRepair("no gradient with unconnected_gradients was found", hint=_HINT)
    return Change(edits, exercises=("", ""))


def _values(sources: cst.BaseExpression) -> cst.BaseExpression:
    if isinstance(sources, cst.Attribute) and not sources.attr.value.endswith(("variables", "weights")):
        return expression(f"{text(sources)}.value")
    return expression(f"[v.value for v in {text(sources)}]")
