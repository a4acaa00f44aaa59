"""Sessions without a worker: a list of replies, and outcomes made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from troubleshooter.catalog import Catalog, load
from troubleshooter.intake import read_paste
from troubleshooter.model import (
    Answer,
    Ask,
    AskMaterial,
    Done,
    Ending,
    Environment,
    ErrorLink,
    Frame,
    Material,
    Outcome,
    ProbeRequest,
    Propose,
    Reply,
    Report,
    RunProbe,
    Say,
    Step,
)
from troubleshooter.session import Session, consult

SOURCE = """\
import numpy as np
import tensorflow as tf


def widen(rows):
    wide = rows * 2.0


entry = tf.keras.Input((4,))
model = tf.keras.Model(entry, tf.keras.layers.Lambda(widen)(entry))
model.compile("sgd", "mse")
model.fit(np.ones((2, 4)), np.ones((2, 4)), verbose=0)
"""
LINE = 10  # of the Lambda in SOURCE
CHOOSING = SOURCE.replace(
    "    wide = rows * 2.0\n", "    if tf.reduce_sum(rows) > 0:\n        return rows * 2.0\n    return None\n"
)
MASK = (
    "We could not automatically infer the shape of the Lambda's output. "
    "Please specify the `output_shape` argument for this Lambda layer."
)
MASKED = f"""\
Traceback (most recent call last):
  File "/home/ana/net.py", line 10, in <module>
    model = tf.keras.Model(entry, tf.keras.layers.Lambda(widen)(entry))
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/home/ana/venv/lib/python3.11/site-packages/keras/src/utils/traceback_utils.py", line 122, in error_handler
    raise e.with_traceback(filtered_tb) from None
  File "/home/ana/venv/lib/python3.11/site-packages/keras/src/layers/core/lambda_layer.py", line 95, in compute_output_shape
    raise NotImplementedError(
NotImplementedError: Exception encountered when calling Lambda.call().

{MASK}

Arguments received by Lambda.call():
  • args=('<KerasTensor shape=(None, 4), dtype=float32, sparse=False, ragged=False, name=keras_tensor>',)
  • kwargs={{'mask': 'None'}}
"""  # noqa: E501
# The same error, as a program prints it that catches it: no frame, and no line of its source.
CAUGHT = f"Error: Exception encountered when calling Lambda.call().\n\n{MASK}\n"
HERE = Environment("3.11.9", "2.21.0", "3.12.1", "python", "CPU", (("network", True), ("files", True)))

DECIDING = {"program", "function"}  # other probes settle informative checks: refused, so that no script depends on them

MakeOutcome = Callable[[ProbeRequest], Outcome]


@dataclass(frozen=True)
class Always:
    """The last reply of a script: the outcome of however many probes come."""

    make: MakeOutcome


Scripted = Reply | MakeOutcome | Always


@dataclass(frozen=True)
class Played:
    """What a session did: every step, every reply, and its report."""

    steps: tuple[Step, ...]
    replies: tuple[Reply, ...]
    report: Report

    @property
    def deciding(self) -> list[RunProbe]:
        """The probes that a diagnosis and a required check rest on."""
        return [step for step in self.of(RunProbe) if step.request.name in DECIDING]

    def of(self, kind: type) -> list[Any]:
        """The steps of one kind."""
        return [step for step in self.steps if isinstance(step, kind)]


@cache
def catalog() -> Catalog:
    return load()


def opened(
    *,
    source: str = "",
    traceback: str = "",
    complaint: str = "",
    environment: Environment | None = HERE,
    probing: bool = True,
) -> Session:
    """A session on one paste."""
    paste = read_paste(source=source, traceback=traceback, complaint=complaint)
    return consult(paste, catalog(), environment, probing=probing)


def play(session: Session, replies: Iterable[Scripted]) -> Played:
    """Give the replies in their order to what asks for one; every reply must fit, and none may be left."""
    waiting = list(replies)
    steps: list[Step] = []
    given: list[Reply] = []
    reply: Reply = None
    while True:
        try:
            step = session.send(reply)
        except StopIteration as end:
            assert not [item for item in waiting if not isinstance(item, Always)], f"nobody asked for {waiting}"
            return Played(tuple(steps), tuple(given), end.value)
        steps.append(step)
        reply = fitting(step, waiting)
        given.append(reply)


def fitting(step: Step, waiting: list[Scripted]) -> Reply:
    """The next reply where the step wants one."""
    if isinstance(step, Say | Propose | Done):
        return None
    if isinstance(step, RunProbe) and step.request.name not in DECIDING:
        return Outcome(Ending.REFUSED, reason="informative, and not in this script")
    assert waiting, f"no reply is left for {step}"
    reply = waiting.pop(0)
    if isinstance(reply, Always):
        waiting.insert(0, reply)
        reply = reply.make
    if isinstance(step, RunProbe):
        outcome = reply(step.request) if callable(reply) else reply
        assert isinstance(outcome, Outcome), f"{step.text} was answered with {reply}"
        return outcome
    wanted = Answer if isinstance(step, Ask) else Material
    assert isinstance(step, Ask | AskMaterial) and isinstance(reply, wanted), f"{step} was answered with {reply}"
    return reply


def timeless(step: Step) -> Step:
    """A step without the seconds it took, to compare two sessions by."""
    if isinstance(step, Done):
        return Done(replace(step.report, static_seconds=0.0, probe_seconds=0.0))
    return step


# --- outcomes, as the worker tells them

SIGNS = [f"{sign}/{batch}" for sign in ("positive", "negative", "zero", "mixed") for batch in (1, 4)]
HIDDEN = ErrorLink(
    "AttributeError",
    "'NoneType' object has no attribute 'shape'",
    (Frame("keras/src/backend/tensorflow/core.py", 224, "convert_keras_tensor_to_tf", "", "keras"),),
    relation="hidden",
)
SHOWN = ErrorLink("NotImplementedError", MASK, (Frame("model.py", LINE, "<module>", "", "user"),))


def function(line: int, result: str, **more: object) -> dict[str, Any]:
    """One exercised function that gives `result` on every input."""
    fine = result == "tensor"
    value = {"result": result, "shape": [1, 4], "dtype": "float32", "finite": fine}
    if fine:
        value["values"] = [2.0, 2.0, 2.0, 2.0]
    done = {"result": "ok"} if fine else {"result": "raises", "error": [{"type": "ValueError", "message": "None"}]}
    entry = {
        "line": line,
        "kind": "lambda",
        "name": "lambda",
        "found": True,
        "inputs": [{"shape": [None, 4], "dtype": "float32"}],
        "inputs_from": "layer",
        "as_list": False,
        "calls": {"tensor": 1} if fine else {"none": 1},
        "eager": {key: dict(value) for key in SIGNS},
        "graph": {"result": result},
        "gradient": dict.fromkeys(("positive", "negative", "zero", "mixed"), "fine" if fine else "not-meaningful"),
        "input_changed": False,
        "rows_independent": True if fine else None,
        "deterministic": True,
        "captured": [],
        "build": done,
        "step": done | {"upstream": "fine" if fine else "none"},
    }
    return entry | more


def lines(request: ProbeRequest) -> list[int]:
    """The layers that a request wants exercised."""
    return [item["line"] for item in request.arguments["exercise"] if "line" in item]


def fails(request: ProbeRequest) -> Outcome:
    """The program fails as pasted: its Lambda gives None."""
    functions = [function(line, "none") for line in lines(request)]
    observed = {"failed_line": LINE, "finished": False, "functions": functions, "models": [], "tapes": []}
    return Outcome(Ending.RAISED, (HIDDEN, SHOWN), observed, seconds=0.5)


def works(request: ProbeRequest) -> Outcome:
    """The program runs to its end, and every layer gives a tensor."""
    observed: dict[str, Any] = {
        "failed_line": None,
        "finished": True,
        "functions": [function(line, "tensor") for line in lines(request)],
        "models": [],
        "tapes": [{"line": 12, "by": "keras", "sources": 2, "none": 0, "trainable_none": 0, "names": []}],
    }
    return Outcome(Ending.PASSED, (), observed, seconds=0.5)


def refused(request: ProbeRequest) -> Outcome:
    """The worker cannot run anything."""
    return Outcome(Ending.REFUSED, reason="the worker is gone")


YES, NO, UNSURE = Answer("yes"), Answer("no"), Answer("unknown")
