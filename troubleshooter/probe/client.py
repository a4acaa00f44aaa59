"""The worker as the rest of the project uses it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from troubleshooter.errors import ProtocolError, WorkerUnavailable
from troubleshooter.intake import link_from_worker
from troubleshooter.model import Ending, Environment, ErrorLink, Outcome, ProbeRequest
from troubleshooter.probe.protocol import Connection, now, worker_environment

GRACE = 15.0  # the worker ends a probe at its deadline; when it does not answer by then, the worker is ended
CANCEL_GRACE = 3.0
WARM_DEADLINE = 300.0  # a cold disk: importing TensorFlow for the first time took 40 s
CHANGING = frozenset({"save", "reload"})  # these leave or take files: never answered from memory
FINAL = frozenset({Ending.PASSED, Ending.RAISED, Ending.DIED, Ending.TIMED_OUT})


class Worker:
    """A worker in one interpreter, started when first needed and again after it ended.

    `without` names layers to leave out ("fork", "resource", "landlock", "seccomp", "namespace"): for tests of platforms
    that lack them. Every method may raise WorkerUnavailable; `run` answers everything else with an Outcome.
    """

    def __init__(
        self,
        interpreter: str = sys.executable,
        *,
        without: Iterable[str] = (),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.interpreter = interpreter
        self._without = frozenset(without)
        self._environment = worker_environment(os.environ if environ is None else environ)
        self._connection: Connection | None = None
        self._numbers = {"describe": 0, "warm": 0}
        self._starting = threading.RLock()
        self._running = threading.Lock()
        self._cancelled = threading.Event()
        self._memory: dict[str, Outcome] = {}
        self._scratch = tempfile.mkdtemp(prefix="troubleshooter-")
        self._clean = weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and let it warm; returns at once. Does nothing while one runs."""
        self._connect()

    def _connect(self) -> Connection:
        """The running worker, started where there is none."""
        with self._starting:
            if self._connection is None or not (self._connection.alive or self._connection.refusal):
                os.makedirs(self._scratch, mode=0o700, exist_ok=True)  # noqa: PTH103
                self._connection = Connection(self.interpreter, self._scratch, self._environment, self._without)
                self._numbers = {name: self._connection.send(name) for name in ("describe", "warm")}
            return self._connection

    def _answer(self, name: str, timeout: float | None) -> Mapping[str, Any]:
        """The worker's answer to "describe" or "warm", both asked at the start."""
        connection = self._connect()
        try:
            answer = connection.wait(self._numbers[name], timeout)
        except ProtocolError as problem:
            raise self._unusable(connection, problem) from problem
        if answer is None:
            raise WorkerUnavailable(
                f"{self.interpreter} did not answer in {timeout:.0f} s", where=self.interpreter, reference="worker-slow"
            )
        return answer

    def _unusable(self, connection: Connection, problem: ProtocolError) -> WorkerUnavailable:
        """What to tell when the worker ended by itself: it refused, or it broke."""
        if connection.refusal:
            return WorkerUnavailable(
                connection.refusal,
                where=self.interpreter,
                reference="python-too-old",
                hint="name a newer Python that has TensorFlow with --python",
            )
        last = connection.errors.splitlines()[-1:] or ["it wrote nothing"]
        return WorkerUnavailable(
            f"the worker ended while it started or imported TensorFlow ({last[0][:300]})",
            where=self.interpreter,
            reference="worker-broken",
            hint=problem.hint[-500:],
        )

    def describe(self, timeout: float | None = 60.0) -> Environment:
        """Versions and confinement, without waiting for TensorFlow's import unless the metadata name none."""
        told = self._answer("describe", timeout)
        versions = {name: str(told.get(name) or "") for name in ("python", "tensorflow", "keras")}
        if not versions["tensorflow"]:
            self.wait_warm(timeout)  # raises where there is none
            warmed = self._answer("warm", timeout)
            versions.update({name: str(warmed.get(name) or "") for name in ("tensorflow", "keras")})
        return Environment(
            python=versions["python"],
            tensorflow=versions["tensorflow"],
            keras=versions["keras"],
            interpreter=self.interpreter,
            confinement=self.confinement(),
        )

    def confinement(self, timeout: float | None = 60.0) -> tuple[tuple[str, bool], ...]:
        """(layer, applied) of every layer of confinement here, found by a trial child: nothing pasted is run."""
        return _layers(self._answer("describe", timeout).get("confinement"))

    @property
    def warm(self) -> bool:
        """Whether TensorFlow is imported, so that a probe starts at once."""
        connection = self._connection
        answer = connection.answered(self._numbers["warm"]) if connection is not None and connection.alive else None
        return bool(answer and answer.get("ok"))

    def wait_warm(self, timeout: float | None = WARM_DEADLINE) -> float:
        """Wait until TensorFlow is imported; the seconds that took. Raises WorkerUnavailable where it cannot be."""
        answer = self._answer("warm", timeout)
        if answer.get("ok"):
            return float(answer.get("seconds") or 0.0)
        error = str(answer.get("error") or "unknown")
        absent = "No module named 'tensorflow'" in error
        raise WorkerUnavailable(
            "this Python has no TensorFlow" if absent else f"TensorFlow does not import: {error[:500]}",
            where=self.interpreter,
            reference="no-tensorflow" if absent else "broken-tensorflow",
            hint="name the Python that runs your program with --python, or go on without running anything: --no-probe",
        )

    def run(self, request: ProbeRequest) -> Outcome:
        """Run one probe to its end, at most until its deadline; the same request is answered from memory."""
        key = json.dumps([request.name, request.arguments, request.deadline], sort_keys=True, default=str)
        with self._running:
            if key in self._memory:
                return self._memory[key]
            self._cancelled.clear()
            self.wait_warm()
            outcome = self._probe(request)
            if request.name not in CHANGING and outcome.ending in FINAL:
                self._memory[key] = outcome
            return outcome

    def _probe(self, request: ProbeRequest) -> Outcome:
        """Send one probe and wait for its outcome; a worker that does not answer in time is ended."""
        connection, started = self._connect(), now()
        number = connection.send(
            "probe", name=request.name, arguments=dict(request.arguments), deadline=request.deadline
        )
        try:
            answer = self._await(connection, number, started + request.deadline + GRACE)
        except ProtocolError:
            reason = "it was cancelled" if self._cancelled.is_set() else "the worker itself ended"
            ending = Ending.REFUSED if self._cancelled.is_set() else Ending.DIED
            return Outcome(ending, reason=reason, seconds=now() - started)
        if answer is None:
            connection.kill()
            ending, reason = Ending.TIMED_OUT, "the worker did not answer in time and was ended"
            if self._cancelled.is_set():
                ending, reason = Ending.REFUSED, "it was cancelled"
            return Outcome(ending, reason=reason, seconds=now() - started)
        return read_outcome(answer)

    def _await(self, connection: Connection, number: int, until: float) -> Mapping[str, Any] | None:
        """The answer, None at `until` or a little after a cancel that had no effect."""
        answer = None
        while answer is None and now() < until:
            answer = connection.wait(number, min(0.25, max(0.0, until - now())))
            if self._cancelled.is_set():
                until = min(until, now() + CANCEL_GRACE)
        return answer

    def cancel(self) -> None:
        """End the probe that is running, from another thread; its `run` gives an outcome with ending "refused"."""
        connection = self._connection
        if self._running.locked() and connection is not None:
            self._cancelled.set()
            connection.send("cancel")

    def stop(self) -> None:
        """End the worker and remove its scratch folder. It may be started again."""
        with self._starting:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.end()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _layers(told: object) -> tuple[tuple[str, bool], ...]:
    """Confinement as the worker tells it, made plain."""
    entries = told if isinstance(told, list) else []
    plain = (entry for entry in entries if isinstance(entry, dict))
    return tuple((str(entry.get("layer")), entry.get("applied") is True) for entry in plain)


def read_outcome(answer: Mapping[str, Any]) -> Outcome:
    """An Outcome from the worker's answer; whatever does not fit the schema is left out."""
    try:
        ending = Ending(str(answer.get("ending")))
    except ValueError:
        return Outcome(Ending.REFUSED, reason="the worker's answer has no known ending")
    links, warnings, seconds = (answer.get(name) for name in ("exception", "warnings", "seconds"))
    observed = dict(answer["observed"]) if isinstance(answer.get("observed"), dict) else {}
    return Outcome(
        ending,
        chain=_chain(links if isinstance(links, list) else []),
        observed={**observed, "confinement": [list(layer) for layer in _layers(answer.get("confinement"))]},
        warnings=tuple(str(text) for text in warnings) if isinstance(warnings, list) else (),
        output=str(answer.get("output") or ""),
        seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
        reason=str(answer.get("reason") or ""),
    )


def _chain(links: list[Any]) -> tuple[ErrorLink, ...]:
    """The exception's links, oldest first; the shown one leads nowhere."""
    chain = tuple(link_from_worker(link) for link in links if isinstance(link, dict))
    return (*chain[:-1], replace(chain[-1], relation="")) if chain else ()
