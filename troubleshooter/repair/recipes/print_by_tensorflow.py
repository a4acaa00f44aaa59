"""print-by-tensorflow: Python's print runs while the graph is made, tf.print each time the layer runs."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.build import expression
from troubleshooter.repair.code import every, last_name
from troubleshooter.repair.job import Change, Job

_ALIKE = frozenset({"sep", "end"})


def repair(job: Job) -> Change:
    """Every print of the function."""
    function = job.needed_function
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for call in every(function, cst.Call):
        if isinstance(call.func, cst.Name) and call.func.value == "print":
            if any(isinstance(one.value, cst.FormattedString) for one in call.args):
                raise CannotRepair("the text is made before it is printed", hint='Use tf.print("x is", x).')
            if any(last_name(one.keyword) not in {"", *_ALIKE} for one in call.args):
                raise CannotRepair("print is given a file", hint="tf.print takes output_stream=.")
            edits[call] = call.with_changes(func=expression(f"{job.tf}.print"))
    if not edits:
        hint = "What counts batches is a callback (on_train_batch_end), or a weight of a layer of your own."
        raise CannotRepair("a Python counter cannot count what a graph does", hint=hint)
    return Change(edits, changes="The values are printed at every batch, to the standard error stream.")
