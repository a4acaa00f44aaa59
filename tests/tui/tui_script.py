"""A front whose session follows a script: real model objects, a real generator, no worker."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from troubleshooter.model import (
    Answer,
    Ask,
    AskMaterial,
    Basis,
    Cause,
    Check,
    Diagnosis,
    Done,
    Ending,
    Environment,
    ErrorLink,
    Fact,
    Frame,
    Material,
    Outcome,
    Paste,
    Place,
    ProbeRequest,
    Proposal,
    Propose,
    Question,
    Repair,
    Report,
    RunProbe,
    Say,
    Snippet,
    Standing,
    State,
    Status,
    Target,
    TargetKind,
    Traceback,
    Verdict,
)
from troubleshooter.tui.front import Panes, Session

SOURCE = """import numpy as np
import tensorflow as tf
from tensorflow import keras


def gate(t):
    # only strong signals pass
    if tf.reduce_mean(t) > 0.5:
        return t * 2.0


inputs = keras.Input(shape=(8,), name="signal")
hidden = keras.layers.Dense(16, activation="relu")(inputs)
gated = keras.layers.Lambda(gate, name="gate")(hidden)
outputs = keras.layers.Dense(1)(gated)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse")
model.fit(np.random.rand(64, 8), np.random.rand(64, 1), epochs=2, batch_size=16, verbose=0)
"""
REPAIRED = SOURCE.replace(
    "    if tf.reduce_mean(t) > 0.5:\n        return t * 2.0\n",
    "    return tf.where(tf.reduce_mean(t) > 0.5, t * 2.0, t)\n",
)
ZEROED = REPAIRED.replace("t * 2.0, t)", "t * 2.0, tf.zeros_like(t))")
TRACEBACK = """Traceback (most recent call last):
  File "/home/me/model.py", line 14, in <module>
    gated = keras.layers.Lambda(gate, name="gate")(hidden)
  File "/usr/lib/python3/site-packages/keras/src/layers/core/lambda_layer.py", line 95, in compute_output_shape
    raise NotImplementedError(
NotImplementedError: We could not automatically infer the shape of the Lambda's output. Please specify `output_shape`.
"""
SHOWN = ErrorLink(
    "NotImplementedError",
    "We could not automatically infer the shape of the Lambda's output. Please specify the `output_shape` argument.",
    (Frame("/home/me/model.py", 14, "<module>"),),
)
HIDDEN = ("OperatorNotAllowedInGraphError", "Using a symbolic `tf.Tensor` as a Python `bool` is not allowed.")
HOSTILE = "[bold red]not markup[/] [@click=app.bell]no link[/] \x1b[31mno colour\x1b[0m \x07 [/]"

SCOPE = Question(
    "condition-scope",
    "Is the condition meant once for the whole batch, for each row (sample), or for each element?",
    "A tensor has no single truth value in a graph; the three readings give different numbers, and only you know which "
    "one is meant.",
    (
        ("batch", "once for the whole batch, as the code is written"),
        ("row", "for each row (sample) by itself"),
        ("element", "for each element by itself"),
    ),
    "batch",
)
BRANCH = Question(
    "other-branch",
    "What should the function give where it gives nothing now?",
    "One path of the function ends without a value, and no run can tell what was meant there.",
    (("unchanged", "the input, unchanged"), ("zeros", "zeros of the same shape")),
    "unchanged",
)
CONSENT = Question(
    "consent",
    "May I run the pasted program on your TensorFlow?",
    "It runs in a fork of the worker, in a scratch folder. Applied: no network, no other files, limits of time and "
    "memory. Not applied: Landlock (this kernel has none).",
    (("yes", "yes, run it"), ("no", "no, only read it")),
    "yes",
)
REQUEST = ProbeRequest("program", {"source": SOURCE}, 60.0, "reproduce the failure")
PROBE = RunProbe(
    REQUEST, ("reproduced", "graph-result"), "Run the program as pasted and look at the Lambda at line 14."
)
GATE = Target("lambda:14", TargetKind.LAMBDA, "gate", Place(6, 9), Place(14, 14), "gate")


def cause(name: str, title: str, summary: str = "") -> Cause:
    """A cause with a title."""
    return Cause(name, title, summary, "", (), ())


TRUTH = cause(
    "python-truth-of-tensor",
    "A Python `if` asks a tensor whether it is true",
    "The function is traced into a graph, where a tensor has no value yet; Python's `if` needs one. The path that is "
    "not taken gives None as well.",
)
EVIDENCE = (
    Fact("lambda:14", "truth-of-tensor", "yes", "source", Place(8, 8)),
    Fact("lambda:14", "returns", "some-paths", "source", Place(6, 9)),
    Fact("lambda:14", "graph-result", "raises", "probe:function"),
    Fact("case", "reproduced", "same", "probe:program"),
    Fact("lambda:14", "condition-scope", "batch", "answer"),
)
DIAGNOSIS = Diagnosis(
    TRUTH,
    GATE,
    Basis.OBSERVED,
    "same",
    Place(8, 9),
    EVIDENCE,
    (
        "the error is the one that hides others, so I ran the function by itself",
        "asked truth-of-tensor because it separates this from a missing return; it is yes at line 8",
    ),
    HIDDEN,
    (SHOWN.type, SHOWN.message),
)
CHECKS = (
    Check("the failure is reproduced before", "required", "passed", seconds=1.4),
    Check("the failure is gone after", "required", "passed", seconds=1.6),
    Check("build", "required", "passed", seconds=0.2),
    Check("forward, all signs, batch 1 and 4", "required", "passed", seconds=0.3),
    Check("gradient", "required", "passed", seconds=0.2),
    Check("one step in graph mode", "required", "passed", seconds=0.8),
    Check("equal outputs where the original worked", "by-answer", "passed", seconds=0.1),
    Check("rows independent of their batch mates", "informative", "failed", "the mean is over the batch", 0.1),
    Check("save and reload", "informative", "not-run"),
)


def unified(after: str) -> str:
    """The diff of a repair."""
    lines = difflib.unified_diff(
        SOURCE.splitlines(), after.splitlines(), "model.py", "model.py (repaired)", lineterm=""
    )
    return "\n".join(lines) + "\n"


def proposal(source: str, changes: str = "", *, verified: bool = True) -> Proposal:
    """A repair of SOURCE."""
    repair = Repair(
        "tensor-truth", "unsafe", source, unified(source), changes=changes, assumes=("other-branch = unchanged",)
    )
    return Proposal(repair, Verdict(CHECKS) if verified else None)


FIRST = proposal(REPAIRED, "where the condition is false the input passes unchanged")
SECOND = proposal(ZEROED, "where the condition is false the output is zero", verified=False)
RULED_OUT = (
    Standing(
        cause("function-never-returns", "The function never returns a value"),
        "lambda:14",
        State.RULED_OUT,
        False,
        (Fact("lambda:14", "returns", "some-paths", "source", Place(6, 9)),),
    ),
    Standing(
        cause("in-place-operator", "An in-place operator changes the input"),
        "lambda:14",
        State.RULED_OUT,
        False,
        (Fact("lambda:14", "changes-its-input", "no", "probe:function"),),
    ),
)
STANDINGS = (Standing(TRUTH, "lambda:14", State.LIVE, True, EVIDENCE), *RULED_OUT)
HERE = Environment(
    "3.11.9", "2.21.0", "3.12.1", "python", "CPU", (("no network", True), ("Landlock", False), ("seccomp", True))
)
PASTE = Paste(
    Traceback((ErrorLink(*HIDDEN, relation="hidden"), SHOWN), "3"),
    Snippet(SOURCE),
    notes=("prompts of IPython were taken off",),
)


def report(paste: Paste = PASTE, **changes: object) -> Report:
    """The report of the script's end."""
    values: dict[str, object] = {
        "status": Status.DIAGNOSED,
        "paste": paste,
        "diagnoses": (DIAGNOSIS,),
        "standings": STANDINGS,
        "proposal": FIRST,
        "alternatives": (SECOND,),
        "environment": HERE,
        "notes": ("your Keras and the one in the traceback are of the same line",),
        "path": ("masked = yes", "truth-of-tensor = yes"),
        "static_seconds": 0.12,
        "probe_seconds": 4.5,
    }
    return Report(**{**values, **changes})  # type: ignore[arg-type]


def script(paste: Paste, probing: bool) -> Session:
    """Says, consent, a probe, a question, the material, a repair."""
    yield Say("NotImplementedError at line 14; on Keras 3 this text hides the real error.", "saw")
    yield Say("The Lambda at line 14 (gate): an `if` on a tensor, and a path without a value.", "suspect")
    consent = yield Ask(CONSENT)
    assert isinstance(consent, Answer)
    if probing and consent.value == "yes":
        outcome = yield PROBE
        assert isinstance(outcome, Outcome)
        yield Say(f"The error behind it is {HIDDEN[0]}.", "saw")
    yield Say("function-never-returns: one path returns t * 2.0 (line 9).", "ruled-out")
    scope = yield Ask(SCOPE)
    assert isinstance(scope, Answer)
    material = yield AskMaterial("source", "Where is `gate` called from?", "The rest of the program decides the batch.")
    assert isinstance(material, Material)
    yield Say(TRUTH.title, "diagnosis")
    yield Propose(DIAGNOSIS, FIRST)
    yield Done(report(paste))
    return report(paste)


def outcome_of_probe() -> Outcome:
    """The program fails as pasted."""
    return Outcome(Ending.RAISED, (ErrorLink(*HIDDEN),), seconds=1.4)


@dataclass
class ScriptedFront:
    """A `Front`. `hold` makes `run` wait until `cancel` or `stop`; `calls` is what was asked of it."""

    session: Callable[[Paste, bool], Session] = script
    state: tuple[str, bool] = ("TensorFlow 2.21.0 ready", True)
    hold: bool = False
    read_error: Exception | None = None
    run_error: Exception | None = None
    calls: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")
        self.released.set()

    def worker_state(self) -> tuple[str, bool]:
        return self.state

    def read(self, panes: Panes) -> Paste:
        self.calls.append("read")
        if self.read_error:
            raise self.read_error
        traceback = PASTE.traceback if panes.traceback.strip() else None
        snippet = Snippet(panes.source) if panes.source.strip() else None
        return Paste(traceback, snippet, panes.complaint, PASTE.notes)

    def open(self, paste: Paste, probing: bool) -> Session:
        self.calls.append(f"open {probing}")
        return self.session(paste, probing)

    def run(self, request: ProbeRequest) -> Outcome:
        self.calls.append(f"run {request.name}")
        if self.run_error:
            raise self.run_error
        if self.hold:
            self.released.wait(20)
            return Outcome(Ending.TIMED_OUT, seconds=3.0, reason="you stopped it")
        return outcome_of_probe()

    def cancel(self) -> None:
        self.calls.append("cancel")
        self.released.set()

    def render_report(self, report: Report, format: str) -> str:
        return f"{format} report: {report.status}\n"


def still_clock() -> Callable[[], float]:
    """A clock that stands at 2.5 seconds after its first look."""
    looks: Iterator[float] = iter((0.0,))
    return lambda: next(looks, 2.5)
