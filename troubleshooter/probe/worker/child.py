"""Inside the child: confine it, run one probe, send its outcome, and leave without any clean-up."""

import os
import sys

from . import confine, stage, tree, unmask, wire


class Report:
    """How a probe tells what it has: each call sends one line, later fields replace earlier ones."""

    def __init__(self, lines, secret):
        self.lines = lines
        self.secret = secret
        self.known = {}

    def __call__(self, **fields):
        self.known.update(fields)
        message = wire.finite(fields)
        message["secret"] = self.secret
        self.lines.send(message)


def run_fork(request, report_to, output_to, hidden):
    """The child of a fork: never returns. Its descriptors are /dev/null, its output pipe twice and its report pipe."""
    status = 1
    try:
        os.setsid()
        tree.die_with_parent()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(output_to, 1)
        os.dup2(output_to, 2)
        confine.close_all_but(report_to)
        status = run(request, Report(wire.Wire(None, report_to), request["secret"]), hidden)
    finally:
        os._exit(status)


def run_fresh(request, lines, hidden):
    """The child as a process of its own: the same, then it leaves as a fork does."""
    report_to = lines.sink
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    if sys.platform.startswith("linux"):
        confine.close_all_but(report_to)
    status = run(request, Report(wire.Wire(None, report_to), request["secret"]), hidden, importing=True)
    sys.stdout.flush()
    os._exit(status)


def run(request, report, hidden, importing=False):
    """Confine this process and run the probe. 0 when an outcome was sent. `importing`: TensorFlow is not there yet."""
    layers = confine.apply(request["scratch"], float(request.get("deadline") or 60.0), hidden)
    report(confinement=layers)
    if not request["name"]:
        report(ending="passed", done=True)
        return 0
    if importing:
        import_tensorflow()
        report(ready=True)
    try:
        probe = find_probe(str(request["name"]))
        if probe is None:
            report(ending="refused", reason="no such probe: %s" % request["name"], done=True)
            return 0
        probe.run(dict(request.get("arguments") or {}), report)
    except BaseException as problem:
        # The pasted program's own exceptions are handled by the probe: this one is ours, and said as such.
        observed = dict(report.known.get("observed") or {}, fault=unmask.chain(problem, keep_worker=True))
        report(
            ending=report.known.get("ending", "refused"),
            reason="the probe itself failed: %r" % (problem,),
            observed=observed,
            done=True,
        )
        return 0
    flush()
    report(done=True)
    return 0


def import_tensorflow():
    """Import it before the probe's time begins; where it fails, the probe says so."""
    try:
        import tensorflow

        if stage.keras_is_there():
            tensorflow.keras.layers.Lambda  # noqa: B018  (tf.keras is lazy: this loads it)
    except Exception as problem:
        sys.stderr.write("TensorFlow does not import: %s\n" % (problem,))


def find_probe(name):
    """The module of one probe, or None. A name is a plain word: it never leads out of the folder."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "probes")
    if not name.isidentifier() or not os.path.isfile(os.path.join(folder, name + ".py")):
        return None
    import importlib

    return importlib.import_module(__package__ + ".probes." + name)


def flush():
    """What the program printed and did not flush is still its output; it may have closed its streams."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            continue
