"""Run programs in this interpreter and tell what they printed (for capture.py; standard library and TensorFlow only).

stdin: a JSON list of {"source", "folder"}; stdout: one JSON line {"keras", "prefixes", "results": [{"exit", "stdout",
"stderr"}]}. Without --fresh each program runs in a fork of this process after TensorFlow has been imported (and nothing
else done with it): as __main__, from folder/model.py, with Python's own traceback printing minus this file's frame.
"""

import importlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import types
from pathlib import Path

ENVIRONMENT = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0"}
SECONDS = 120


def run_fresh(path):
    """Run `python model.py` in a new process."""
    command = [sys.executable, str(path)]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=SECONDS, check=False)
    return {"exit": done.returncode, "stdout": done.stdout, "stderr": done.stderr}


def run_forked(path):
    """The same in a fork of this process."""
    outputs = [path.parent / name for name in ("stdout", "stderr")]
    child = os.fork()
    if child == 0:
        for stream, output in enumerate(outputs, start=1):
            os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT), stream)
        os.chdir(path.parent)
        os._exit(run_as_main(path))
    _, status = os.waitpid(child, 0)
    stdout, stderr = (output.read_text(encoding="utf-8") for output in outputs)
    return {"exit": os.waitstatus_to_exitcode(status), "stdout": stdout, "stderr": stderr}


def run_as_main(path):
    """The exit status of `python path`; prints what the interpreter would print, the traceback included."""
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    sys.modules["__main__"] = main
    sys.argv = [str(path)]
    status = 0
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), main.__dict__)
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    except BaseException as error:  # noqa: BLE001  (it is printed)
        # The interpreter's own printing: traceback.py names other lines where AutoGraph re-raises.
        error.with_traceback(error.__traceback__.tb_next)
        sys.__excepthook__(type(error), error, error.__traceback__)
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def main():
    """Run the jobs of stdin one after the other."""
    os.environ.update(ENVIRONMENT)
    jobs = json.loads(sys.stdin.read())
    keras = importlib.metadata.version("keras")
    run = run_fresh if "--fresh" in sys.argv else run_forked
    if run is run_forked:
        importlib.import_module("tensorflow")
        importlib.import_module("keras")  # Keras 2 would be loaded lazily, in every fork again
    results = []
    for job in jobs:
        path = Path(job["folder"]) / "model.py"
        path.parent.mkdir(parents=True)
        shutil.copyfile(job["source"], path)
        results.append(run(path))
    prefixes = {str(Path(one)) for one in (sys.prefix, sys.base_prefix)}
    prefixes |= {str(Path(one).resolve()) for one in prefixes}
    print(json.dumps({"keras": keras, "prefixes": sorted(prefixes), "results": results}))


if __name__ == "__main__":
    main()
