"""The worker's loop: one request at a time, each answered by one line."""

import argparse
import gc
import os
import sys
import time

from . import child, confine, describe, tree, watch, wire


class Server:
    """What the loop knows: its wire, the scratch folder, which layers are hidden (for tests) and whether it is warm."""

    def __init__(self, lines, scratch, hidden):
        self.lines = lines
        self.scratch = scratch
        self.hidden = hidden
        self.warmed = None
        self.forks = hasattr(os, "fork") and sys.platform.startswith("linux") and "fork" not in hidden

    def describe(self, _request):
        """Versions, and which layers of confinement hold here, found by a trial child that runs nothing else."""
        result = describe.describe()
        result["fork"] = self.forks
        trial = watch.run(self, {"name": "", "arguments": {}, "deadline": 60.0})
        result["confinement"] = trial["confinement"] or confine.nothing("the trial child failed: %s" % trial["reason"])
        return result

    def warm(self, _request):
        """Import tensorflow (and Keras), once; never an operation here: one in the parent makes the forks hang."""
        if self.warmed is None:
            self.warmed = warm_up()
        return self.warmed

    def probe(self, request):
        """Run one probe in a child and return its outcome."""
        warmed = self.warm(request)
        if not warmed["ok"]:
            return watch.outcome("refused", reason=warmed["error"])
        return watch.run(self, request)

    def answer(self, request):
        """Answer one request."""
        operation = {"describe": self.describe, "warm": self.warm, "probe": self.probe}.get(request.get("op"))
        if operation is None:
            result = watch.outcome("refused", reason="no such request: %r" % (request.get("op"),))
        else:
            result = operation(request)
        self.lines.send({"id": request.get("id"), "result": wire.finite(result)})


def warm_up():
    """Import tensorflow and its Keras; how long it took, or why it failed."""
    started = time.monotonic()
    try:
        import tensorflow

        found = str(tensorflow.__version__)
        home = tensorflow.keras.layers.Lambda.__module__.split(".")[0]  # tf.keras is lazy: this loads it
        keras = str(getattr(sys.modules.get(home), "__version__", ""))
        error = ""
    except BaseException as problem:
        keras, found, error = "", "", "%s: %s" % (type(problem).__name__, str(problem)[:2000])
    # What exists now is the libraries': frozen, it stays shared between the forks and out of gc.get_objects().
    gc.collect()
    gc.freeze()
    return {"ok": not error, "seconds": time.monotonic() - started, "keras": keras, "tensorflow": found, "error": error}


def parse(arguments):
    """The command line, see __main__."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scratch", required=True)
    parser.add_argument("--without", default="")
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args(arguments)
    options.hidden = frozenset(name for name in options.without.split(",") if name)
    return options


def main(arguments):
    """Serve requests until `stop` or the end of input. With --once: be the child of a single probe."""
    options = parse(arguments)
    lines = wire.claim_standard_output()
    if options.once:
        request = lines.receive()
        return child.run_fresh(request, lines, options.hidden) if request else 1
    server = Server(lines, os.path.realpath(options.scratch), options.hidden)
    tree.become_subreaper()
    version = "%d.%d.%d" % sys.version_info[:3]
    lines.send({"event": "hello", "protocol": 1, "python": version, "fork": server.forks})
    while True:
        request = lines.receive()
        if request is None or request.get("op") == "stop":
            tree.reap_all()
            return 0
        if request.get("op") != "cancel":
            server.answer(request)
