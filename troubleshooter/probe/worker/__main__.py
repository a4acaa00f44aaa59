"""The worker: the child that runs in the person's own interpreter. Its protocol, JSON, one object a line.

Run by path, never imported: `python .../worker/__main__.py --scratch FOLDER [--without LAYER,...] [--once]`.

    worker                                                    parent
    {"event": "hello", "protocol": 1, "python", "fork"}
      or {"event": "refused", "reason"} and exit status 0
                                                              {"id", "op": "describe"}
    {"id", "result": {"python", "tensorflow", "keras", ..., "confinement": [{"layer", "applied", "why"}]}}
                                                              {"id", "op": "warm"}         imports tensorflow
    {"id", "result": {"ok", "seconds", "keras", "error"}}
                                                              {"id", "op": "probe", "name", "arguments", "deadline"}
    {"id", "result": outcome}                                 {"op": "cancel"}  while one runs; {"op": "stop"}

An outcome is {"ending", "exception": [link], "observed", "warnings", "output", "seconds", "reason", "confinement"}.
The gate must come first, and this file must stay readable for any old Python: no newer grammar here.
"""

import sys

if sys.version_info < (3, 9):
    sys.stdout.write(
        '{"event": "refused", "reason": "Python %d.%d is too old: the worker needs 3.9 or newer"}\n'
        % (sys.version_info[0], sys.version_info[1])
    )
    sys.stdout.flush()
    sys.exit(0)

import importlib.util
import os


def load_package(name):
    """Load the worker's own folder under a private name, so that no module of ours shadows one of the person's."""
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != folder]
    spec = importlib.util.spec_from_file_location(
        name, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)
    return importlib.import_module(name + ".serve")


if __name__ == "__main__":
    sys.exit(load_package("_troubleshooter_worker").main(sys.argv[1:]))
