"""register-layer: every Lambda becomes a registered Layer subclass; its code stays in the source."""

from __future__ import annotations

from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.loading import trusting
from troubleshooter.repair.registering import lambdas, registered

_NOTE = "a file that was saved before keeps the old Lambda: save the model anew, or load its weights into this code"


def repair(job: Job) -> Change:
    """Replace what can be replaced, the diagnosed Lambda above all; what only loads has to trust its file."""
    found = lambdas(job.code)
    if not found:
        return trusting(job)
    wanted = next((number for number, one in enumerate(found) if one is job.construction), 0)
    code, made, refusals = registered(job.code, job.tf)
    if not made or (wanted not in made and job.construction is not None):
        raise refusals[0]
    exercises = ("class", made.get(wanted) or next(iter(made.values())))
    return Change(module=code.module, exercises=exercises, changes=_NOTE)
