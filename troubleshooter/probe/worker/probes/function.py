"""Exercise the function of a slice by itself.

arguments  as of `program`; the source defines `__target__`, a layer or a function: exercised if nothing else is asked
observed   as of `program`, without models
"""

from .. import seek
from . import program


def run(arguments, report):
    """Run the slice and exercise its target."""
    observed, performance, recorder = program.play(arguments)
    report(
        ending="raised" if performance.problem is not None else "passed",
        exception=performance.chain(),
        warnings=performance.warnings,
        observed=observed,
    )
    recorder.active = False
    asked = list(arguments.get("exercise") or [{"target": True}])
    observed["functions"] = seek.functions(asked, performance, recorder, arguments)
    report(observed=observed)
