"""tape-for-minimize: optimizer.minimize, which Keras 3 does not have, is written out with a GradientTape."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import bare, small
from troubleshooter.repair.code import every, text
from troubleshooter.repair.job import Change, Job

_HINT = "Take the gradient with tf.GradientTape and hand it to optimizer.apply_gradients."


def repair(job: Job) -> Change:
    """Every statement `optimizer.minimize(loss, variables)`."""
    edits: dict[cst.CSTNode, cst.FlattenSentinel[cst.CSTNode]] = {}
    for line in every(job.code.module, cst.SimpleStatementLine):
        part = small(line)
        found = part.value if isinstance(part, cst.Expr | cst.Assign) else None
        if (
            isinstance(found, cst.Call)
            and isinstance(found.func, cst.Attribute)
            and found.func.attr.value == "minimize"
        ):
            edits[line] = cst.FlattenSentinel(_written(line, found, found.func.value, job.tf))
    if not edits:
        raise CannotRepair("minimize is not called in a statement of its own", hint=_HINT)
    return Change(edits, exercises=("", ""))


def _written(
    line: cst.SimpleStatementLine, found: cst.Call, optimizer: cst.BaseExpression, tf: str
) -> list[cst.BaseStatement]:
    given = {arg.keyword.value: arg.value for arg in found.args if arg.keyword is not None}
    plain = [arg.value for arg in found.args if arg.keyword is None]
    loss = plain[0] if plain else given.get("loss")
    weights = plain[1] if len(plain) > 1 else given.get("var_list")
    if loss is None or weights is None or "tape" in given:
        raise CannotRepair("minimize is not given a function and a list of variables", hint=_HINT)
    called = text(bare(loss.body)) if isinstance(loss, cst.Lambda) else f"{text(loss)}()"
    listed = f"{text(weights)}()" if isinstance(weights, cst.Lambda) else text(weights)
    code = (
        f"with {tf}.GradientTape() as tape:\n    loss_value = {called}\n"
        f"gradients = tape.gradient(loss_value, {listed})\n"
        f"{text(optimizer)}.apply_gradients(zip(gradients, {listed}))\n"
    )
    new = list(cst.parse_module(code).body)
    new[0] = new[0].with_changes(leading_lines=line.leading_lines)
    last = new[-1]
    if isinstance(last, cst.SimpleStatementLine):
        new[-1] = last.with_changes(trailing_whitespace=line.trailing_whitespace)
    return [one for one in new if isinstance(one, cst.BaseStatement)]
