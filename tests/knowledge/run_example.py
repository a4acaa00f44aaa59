"""Run programs in this interpreter and tell what they printed (used by capture.py; standard library and TensorFlow only).

stdin: a JSON list of {"source", "folder"}; stdout: one JSON line {"keras", "prefixes", "results": [{"exit", "stdout",
"stderr"}]}. Without --fresh each program runs in a fork of this process after TensorFlow has been imported (and nothing
else done with it): as __main__, from folder/model.py, with Python's own traceback printing minus this file's frames.
"""

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import types

ENVIRONMENT = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": "0"}
SECONDS = 120


def run_fresh(path):
    done = subprocess.run(
        [sys.executable, path], cwd=os.path.dirname(path), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return {"exit": done.returncode, "stdout": done.stdout, "stderr": done.stderr}


def run_forked(path):
    folder = os.path.dirname(path)
    outputs = [os.path.join(folder, name) for name in ("stdout", "stderr")]
    child = os.fork()
    if child == 0:
        for stream, output in zip((1, 2), outputs):
            os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT), stream)
        os.chdir(folder)
        os._exit(run_as_main(path))
    _, status = os.waitpid(child, 0)
    texts = [open(output, encoding="utf-8").read() for output in outputs]
    return {"exit": os.waitstatus_to_exitcode(status), "stdout": texts[0], "stderr": texts[1]}


def run_as_main(path):
    """The exit status of `python path`, printed traceback included."""
    main = types.ModuleType("__main__")
    main.__file__ = path
    sys.modules["__main__"] = main
    sys.argv = [path]
    status = 0
    try:
        exec(compile(open(path, encoding="utf-8").read(), path, "exec"), main.__dict__)
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    except BaseException as error:
        # The interpreter's own printing: traceback.py names other lines where AutoGraph re-raises.
        error.with_traceback(error.__traceback__.tb_next)
        sys.__excepthook__(type(error), error, error.__traceback__)
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def main():
    os.environ.update(ENVIRONMENT)
    jobs = json.loads(sys.stdin.read())
    run = run_fresh if "--fresh" in sys.argv else run_forked
    if run is run_forked:
        import tensorflow  # noqa: F401

        if importlib.metadata.version("keras").startswith("2"):
            import keras  # noqa: F401  (Keras 2 loads lazily)
        else:
            import tensorflow.keras  # noqa: F401
    results = []
    for job in jobs:
        os.makedirs(job["folder"])
        path = os.path.join(job["folder"], "model.py")
        shutil.copyfile(job["source"], path)
        results.append(run(path))
    prefixes = sorted({sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)})
    answer = {"keras": importlib.metadata.version("keras"), "prefixes": prefixes, "results": results}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
