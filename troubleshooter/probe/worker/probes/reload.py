"""Load the model that `save` left, in a process that never ran the program, and compare.

arguments  scratch: token of the save; inputs and expected as it observed them; definitions: the imports, functions and
           classes of the program, which a script that loads its models would import
observed   loaded, same: whether the output is the same, value: R
"""

from .. import exercise, results, samples, seek, stage, unmask
from .save import MODEL_FILE


def run(arguments, report):
    """Load with safe_mode=False and no custom objects; the family is the one that reads the file."""
    import tensorflow as tf

    definitions = str(arguments.get("definitions") or "")
    path = stage.write_program(definitions, "definitions.py")
    module = stage.prepare(path)
    stage.show_everything([tf.keras])
    stage.perform(path, module, definitions)
    observed = {"loaded": False, "same": None}
    try:
        model = tf.keras.models.load_model(MODEL_FILE, safe_mode=False)
        observed["loaded"] = True
        specs = [samples.Spec(seek.given_shape(spec), spec.get("dtype")) for spec in arguments.get("inputs") or []]
        inputs = samples.fill(specs, "mixed", 4)
        observed["value"] = results.describe(model(inputs if len(inputs) > 1 else inputs[0]))
        observed["same"] = same(observed["value"], arguments.get("expected") or {})
    except BaseException as problem:
        report(ending="raised", exception=unmask.chain(problem), observed=observed)
        return
    report(ending="passed", observed=observed)


def same(found, expected):
    """Whether two R have the same values; None where there are none to compare."""
    import numpy

    if "values" not in found or "values" not in expected:
        return None
    return exercise.same(numpy.asarray(found["values"]), numpy.asarray(expected["values"]))
