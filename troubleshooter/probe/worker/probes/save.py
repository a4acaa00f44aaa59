"""Save a model around the layer, for `reload` to load in a process that never ran the program.

arguments  as of `program`; one thing to exercise
observed   finished, saved, expected: values of the model's output; the outcome carries "scratch" for the reload
"""

from .. import exercise, in_model, results, samples, seek, unmask
from . import program

MODEL_FILE = "model.keras"


def run(arguments, report):
    """Run the program, build Input -> layer -> Model, save it with what it gives for a stand-in input."""
    observed, performance, recorder = program.play(arguments)
    recorder.active = False
    wanted = (list(arguments.get("exercise") or []) or [{"target": True}])[0]
    kind = "target" if wanted.get("target") else "class" if wanted.get("class") else "lambda"
    callee = seek.find(wanted, kind, performance, recorder)
    observed["saved"] = False
    if callee is None:
        report(ending="refused", reason="the layer was not found", exception=performance.chain(), observed=observed)
        return
    args, kwargs, _ = seek.form_of(callee, recorder, arguments)
    subject = exercise.Subject(callee, args, kwargs, seek.family_of(callee, recorder), performance.path)
    try:
        save(subject, observed)
    except BaseException as problem:
        report(ending="raised", exception=unmask.chain(problem, performance.path), observed=observed)
        return
    report(ending="passed", exception=[], observed=observed)


def save(subject, observed):
    """Build, save and note the expected values and the inputs they belong to."""
    built, model = in_model.build(subject)
    if model is None:
        raise RuntimeError("the model could not be built: %s" % (built.get("error") or [{}])[-1].get("message", ""))
    inputs = [leaf for leaf in samples.leaves(subject.fill("mixed", 4)) if hasattr(leaf, "dtype")]
    value = model(inputs if len(inputs) > 1 else inputs[0])
    model.save(MODEL_FILE)
    observed["saved"] = True
    observed["inputs"] = [spec.data() for spec in subject.specs]
    observed["expected"] = results.describe(value)
