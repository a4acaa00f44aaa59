"""Run a pasted program, then look at what it left.

arguments  source, filename, seed; exercise: [{"line"} | {"class"} | {"target": true}]; inputs: [{"shape", "dtype"}],
           as_list: what is exercised on when the program never called it
observed   failed_line, finished; models: [{"class", "name", "built", "trainable", "compiled", "outputs", "weights"}];
           tapes: [{"line", "by": program | keras, "sources", "none", "trainable_none", "zero", "non_finite",
           "unseen_weights", "unseen_tensors", "names"}]; asked: [{"line", "of": source | target}];
           training: [{"ended": finite | non-finite | unknown, "loss": the same, "gradients": [G]}];
           outputs: [non-finite];
           empty_updates: [{"line", "by"}];
           lambdas: [{"line", "name", "made", "given": function | tensor | string | none | other}];
           nones: [{"line", "function", "name", "kind": parameter | local | closure | global | attribute | targets |
           prediction | no}]: what held None where the program failed;
           functions: [{"line", "kind", "name", "found", "inputs", "inputs_from": layer | frame | given | guess,
           "as_list", "calls", "eager": {"positive/1": R, ...}, "graph": R, "gradient": {"positive": G, ...},
           "input_changed", "rows_independent", "deterministic", "captured", "build": R, "step": R + {"upstream": G}}]
R          {"result": tensor | none | structure | other | raises | skipped, "shape", "dtype", "values", "finite",
           "error"}
G          none | zero | non-finite | fine | not-meaningful
"frame" = as the call that failed was made, "layer" = as a call that passed.
"""

from .. import models, nones, record, seek, stage, training

DEFAULT_NAME = "model.py"


def run(arguments, report):
    """Run the program; report its ending first, so that it is known even if looking further ends the process."""
    observed, performance, recorder = play(arguments)
    report(
        ending="raised" if performance.problem is not None else "passed",
        exception=performance.chain(),
        warnings=performance.warnings,
        observed=observed,
    )
    recorder.active = False
    observed["training"] = training.observe(recorder)
    observed["outputs"] = sorted(recorder.outputs)
    observed["models"] = models.observe(recorder)
    report(observed=observed)
    observed["functions"] = seek.functions(list(arguments.get("exercise") or []), performance, recorder, arguments)
    report(observed=observed)


def play(arguments):
    """Run the program under the recorder: (what was observed, the performance, the recorder)."""
    source = str(arguments.get("source") or "")
    path = stage.write_program(source, str(arguments.get("filename") or DEFAULT_NAME))
    families = stage.families_for(source)
    module = stage.prepare(path)
    stage.show_everything(families)
    stage.fix_seeds(int(arguments.get("seed") or 0))
    recorder = record.Recorder(path, families)
    record.install(recorder)
    performance = stage.perform(path, module, source)
    observed = {
        "failed_line": performance.failed_line(),
        "finished": performance.problem is None,
        "nones": nones.observe(performance.problem, path) if performance.problem is not None else [],
        "tapes": recorder.tapes,
        "empty_updates": recorder.empty_updates,
        "asked": recorder.asked,
        "lambdas": [
            {"line": line, "name": str(getattr(layer, "name", "")) if whole else "", "made": whole, "given": given}
            for line, layer, whole, given in recorder.constructions[:200]
        ],
    }
    return observed, performance, recorder
