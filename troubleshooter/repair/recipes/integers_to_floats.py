"""integers-to-floats: the argument becomes a float before anything is computed with it."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.code import dotted, every, last_name
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.recipes.cast_to_argument import as_floats


def repair(job: Job) -> Change:
    """Cast the one argument to Keras's float dtype."""
    function, flow = job.needed_function, job.flow
    if not flow.arguments:
        raise CannotRepair("the function takes no argument")
    if job.called_on_list or len(flow.arguments) > 1:
        hint = "Cast the integer one where it is used: tf.cast(value, tf.float32)."
        raise CannotRepair("the function has several inputs, and it cannot be read which are integers", hint=hint)
    casts = [call for call in every(function, cst.Call) if last_name(call.func) == "cast" and call.args]
    if any(dotted(call.args[0].value) in flow.arguments for call in casts):
        raise CannotRepair("the argument is cast already")
    return Change({function: as_floats(job, function)})
