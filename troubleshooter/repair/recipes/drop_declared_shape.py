"""drop-declared-shape: Keras works the output's shape out, in place of believing a wrong one."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.shapes import argument


def repair(job: Job) -> Change:
    """Lambda(f, output_shape=(4,)) as Lambda(f)."""
    call = job.construction
    declared = argument(call, 1, "output_shape") if call is not None else None
    if call is None or declared is None:
        raise CannotRepair("the Lambda declares no output_shape")
    kept = [one for one in call.args if one is not declared]
    if kept and declared is call.args[-1]:
        kept[-1] = kept[-1].with_changes(comma=declared.comma, whitespace_after_arg=declared.whitespace_after_arg)
        if not isinstance(declared.comma, cst.Comma):
            kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return Change({call: call.with_changes(args=kept)})
