"""The only room that knows both a session and a worker: the blocking loop of the command line and of IPython.

The TUI steps the same session itself and runs probes in a thread, through `Driver.open` and `Driver.run`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType

from troubleshooter.catalog import Catalog, load
from troubleshooter.errors import WorkerError, WorkerUnavailable
from troubleshooter.model import (
    Answer,
    Ask,
    AskMaterial,
    Ending,
    Environment,
    Material,
    Outcome,
    Paste,
    ProbeRequest,
    Question,
    Reply,
    Report,
    RunProbe,
    Step,
)
from troubleshooter.probe import LAYERS, Worker
from troubleshooter.session import Session, consult

CONSENT = "consent"

OnStep = Callable[[Step], None]
AskPerson = Callable[[Question], str | None]
AskText = Callable[[AskMaterial], str]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a case is to be run.

    `interpreter` is the Python whose TensorFlow is used ("" = our own); `consent` says whether pasted code may run
    (None = ask); `answers` are facts answered in advance.
    """

    interpreter: str = ""
    probing: bool = True
    consent: bool | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


class Driver:
    """Owns the worker and the catalog, and drives sessions."""

    def __init__(self, settings: Settings, catalog: Catalog | None = None) -> None:
        self.settings = settings
        self.catalog = catalog or load()
        self.problem = ""
        self._worker = Worker(settings.interpreter or sys.executable) if settings.probing else None

    def __enter__(self) -> Driver:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the worker, which begins to import TensorFlow at once; never blocks."""
        if self._worker is not None:
            self._guarded(self._worker.start)

    def stop(self) -> None:
        """End the worker and everything it started."""
        if self._worker is not None:
            self._worker.stop()

    def cancel(self) -> None:
        """End the probe that is running now; its outcome is refused."""
        if self._worker is not None:
            self._worker.cancel()

    @property
    def warm(self) -> bool:
        """Whether TensorFlow is imported in the worker."""
        return self._worker is not None and self._worker.warm

    def environment(self) -> Environment | None:
        """What the worker runs on, with the confinement it can apply; None where there is no usable TensorFlow."""
        worker = self._worker
        if worker is None:
            return None
        try:
            found = worker.describe()
            if not found.tensorflow:
                raise WorkerUnavailable("there is no TensorFlow in this interpreter", where=found.interpreter)
            layers = tuple(worker.confinement())
            applied = {name for name, held in layers if held}
            words = tuple(layer.without for layer in LAYERS if layer.name not in applied)
            return replace(found, confinement=layers, unconfined=words)
        except WorkerError as error:
            self._give_up(error)
            return None

    def open(self, paste: Paste, *, probing: bool = True) -> Session:
        """A session on one paste, for a front end that steps it itself."""
        environment = self.environment() if probing else None
        return consult(paste, self.catalog, environment, probing=probing and self.settings.probing)

    def run(self, request: ProbeRequest) -> Outcome:
        """Run one probe; a worker that cannot run it gives a refused outcome that says why."""
        if self._worker is None:
            return Outcome(Ending.REFUSED, reason="probing is switched off")
        try:
            return self._worker.run(request)
        except WorkerError as error:
            self._give_up(error)
            return Outcome(Ending.REFUSED, reason=error.what)

    def diagnose(
        self,
        paste: Paste,
        on_step: OnStep | None = None,
        ask: AskPerson | None = None,
        ask_text: AskText | None = None,
    ) -> Report:
        """Drive one session to its end. Without `ask`, only the settings' answers are known; all else is unknown."""
        session = self.open(paste, probing=self.settings.probing)
        reply: Reply = None
        while True:
            try:
                step = session.send(reply)
            except StopIteration as end:
                return self._with_problem(end.value)
            if on_step is not None:
                on_step(step)
            reply = self._reply(step, ask, ask_text)

    def _reply(self, step: Step, ask: AskPerson | None, ask_text: AskText | None) -> Reply:
        if isinstance(step, RunProbe):
            return self.run(step.request)
        if isinstance(step, Ask):
            return Answer(self._answer(step.question, ask))
        if isinstance(step, AskMaterial):
            return Material(ask_text(step) if ask_text else "")
        return None

    def _answer(self, question: Question, ask: AskPerson | None) -> str:
        if question.fact == CONSENT and self.settings.consent is not None:
            return "yes" if self.settings.consent else "no"
        if question.fact in self.settings.answers:
            return self.settings.answers[question.fact]
        return (ask(question) if ask else None) or "unknown"

    def _with_problem(self, report: Report) -> Report:
        return replace(report, notes=(*report.notes, self.problem)) if self.problem else report

    def _guarded(self, action: Callable[[], None]) -> None:
        try:
            action()
        except WorkerError as error:
            self._give_up(error)

    def _give_up(self, error: WorkerError) -> None:
        self.problem = f"{error.what}. {error.hint}".strip()
