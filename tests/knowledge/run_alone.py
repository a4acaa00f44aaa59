"""Run programs plainly and tell how each ended and what it left (for test_knowledge_alone; nothing of our worker here).

stdin: a JSON list of {"source", "folder"}; stdout: one JSON line, a list of {"exit", "output", "trainable", "frozen"}.
Each program runs as __main__ from folder/model.py in a fork of this process, which has imported TensorFlow and done
nothing else. `output` is all that stood in the terminal. `trainable` counts the trainable weights of the models that
live at the end, `frozen` those of them that a fit left exactly as they were (null where nothing was fitted).
"""

import gc
import importlib
import json
import os
import signal
import sys
from pathlib import Path

from run_example import ENVIRONMENT, SECONDS, run_as_main


def run(path):
    """One program in a fork: what it printed, its exit status, and what it left."""
    output, left = path.parent / "output", path.parent / "left"
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        shown = os.open(output, os.O_WRONLY | os.O_CREAT)
        os.dup2(shown, 1)
        os.dup2(shown, 2)
        os.chdir(path.parent)
        fitted = watch_fitting()
        status = run_as_main(path)
        left.write_text(json.dumps(weights(fitted)))
        os._exit(status)
    _, status = os.waitpid(child, 0)
    found = json.loads(left.read_text()) if left.exists() else {"trainable": 0, "frozen": None}
    return {"exit": os.waitstatus_to_exitcode(status), "output": output.read_text(errors="replace"), **found}


def watch_fitting():
    """Keep the weights as each model's first fit met them: a list of (model, its weights, their values)."""
    model = importlib.import_module("tensorflow").keras.Model
    fit, fitted = model.fit, []

    def watched(self, *arguments, **options):
        given = options.get("x", arguments[0] if arguments else None)
        if not self.built and hasattr(given, "shape"):
            self(given[:1])  # a Sequential without an Input makes its weights when it is first called
        variables = list(self.trainable_variables) if self.built else []
        fitted.append((self, variables, [variable.numpy() for variable in variables]))
        return fit(self, *arguments, **options)

    model.fit = watched
    return fitted


def weights(fitted):
    """Count the weights that can be trained, and those that training left alone."""
    kind = importlib.import_module("tensorflow").keras.Model
    models = [item for item in gc.get_objects() if isinstance(item, kind) and item.built]  # else Keras 2 raises
    trainable = {id(variable) for model in models for variable in model.trainable_variables}
    frozen = sum(
        bool((variable.numpy() == before).all())
        for _, variables, values in fitted
        for variable, before in zip(variables, values)  # noqa: B905 - this interpreter may be Python 3.9
    )
    return {"trainable": len(trainable), "frozen": frozen if fitted else None}


def main():
    """Run the jobs of stdin one after the other."""
    os.environ.update(ENVIRONMENT)
    jobs = json.loads(sys.stdin.read())
    importlib.import_module("tensorflow")
    importlib.import_module("keras")
    results = []
    for job in jobs:
        path = Path(job["folder"]) / "model.py"
        path.parent.mkdir(parents=True)
        path.write_text(job["source"], encoding="utf-8")
        results.append(run(path))
    print(json.dumps(results))


if __name__ == "__main__":
    main()
