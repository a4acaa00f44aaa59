"""The dialogue as a generator: it yields wishes, and whoever drives it does the I/O.

TUI, command line, IPython and tests drive the same one. A test is a list of replies, undo is replaying all replies but
the last.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator

from troubleshooter.catalog import Catalog
from troubleshooter.facts.outcome import oddities, remarks
from troubleshooter.model import (
    Diagnosis,
    Done,
    Ending,
    Environment,
    Outcome,
    Paste,
    Reply,
    Report,
    Say,
    Standing,
    State,
    Status,
    Step,
)
from troubleshooter.session import hearing, reading
from troubleshooter.session.case import Case
from troubleshooter.session.diagnosing import diagnose, open_error
from troubleshooter.session.probing import run_case
from troubleshooter.session.repairing import repair

Session = Generator[Step, Reply, Report]

# After a verified repair the next failure is diagnosed. Real programs hold a few mistakes, not many: a bound ends the
# case even if a repair and a diagnosis should ever chase each other.
_MOST_ROUNDS = 8
_LONGEST = 200


def consult(paste: Paste, catalog: Catalog, environment: Environment | None, *, probing: bool) -> Session:
    """Troubleshoot one paste. Yields steps, takes replies, ends with `Done` and returns the same report.

    `environment` is the interpreter that probes run on, None where there is none; `probing` False means reading only.
    """
    case = Case(
        paste=paste,
        catalog=catalog,
        environment=environment or Environment(),
        probing=probing and environment is not None and bool(environment.tensorflow),
        snippet=paste.snippet,
        failure=paste.traceback,
    )
    if probing and not case.probing:
        case.note("There is no working TensorFlow here, so nothing could be run: all of this is read, not observed.")
    steps = _troubleshoot(case)
    reply: Reply = None
    busy = 0.0
    while True:
        started = time.monotonic()
        try:
            step = steps.send(reply)
        except StopIteration as end:
            report = _report(case, end.value, busy + time.monotonic() - started)
            break
        busy += time.monotonic() - started
        reply = yield step
    yield Done(report)
    return report


def _troubleshoot(case: Case) -> Generator[Step, Reply, Status]:
    reading.read(case)
    yield from reading.tell(case)
    return Status.OUT_OF_SCOPE if reading.out_of_scope(case) else (yield from _rounds(case))


def _rounds(case: Case) -> Generator[Step, Reply, Status]:
    for _ in range(_MOST_ROUNDS):
        yield from run_case(case)
        found = yield from diagnose(case)
        if found is None and (yield from hearing.ask(case)):
            found = yield from diagnose(case)
        if found is None:
            case.unexplained = case.failure is not None
            break
        yield Say(_diagnosis_words(found), "diagnosis")
        raised = yield from repair(case, found)
        case.diagnoses.append(raised or found)
        if raised is None:
            break
        yield from _go_on(case)
    return _status(case)


def _go_on(case: Case) -> Generator[Step, Reply, None]:
    """After a verified repair: read the repaired source, and tell what its run met."""
    outcome = case.outcome
    case.failure = None
    case.standings = {
        name: item for name, item in case.standings.items() if item.state is State.RULED_OUT or _was(case, name)
    }
    reading.read(case)
    if outcome is not None and outcome.chain:
        link = outcome.chain[-1]
        text = f"The repaired program goes on and meets the next failure: {link.type.rsplit('.', 1)[-1]}."
        case.note(text)
        yield Say(text, "note")


def _was(case: Case, name: str) -> bool:
    return any(item.cause.name == name for item in case.diagnoses)


def _diagnosis_words(found: Diagnosis) -> str:
    about = f" in {found.target.label}" if found.target else ""
    line = f", line {found.where.line}" if found.where else ""
    hidden = f" Keras hid the real error: {found.hidden[0]}: {_sentence(found.hidden[1])}" if found.hidden else ""
    return f"{found.cause.title}{about}{line}. {found.cause.summary}{hidden}"


def _sentence(text: str) -> str:
    """The first sentence of a message: TensorFlow's go on with advice for several lines."""
    first = re.split(r"(?<=[.!])\s", text.strip(), maxsplit=1)[0]
    return first if len(first) <= _LONGEST else f"{first[:_LONGEST]}..."


def _status(case: Case) -> Status:
    if case.diagnoses:
        return Status.DIAGNOSED
    if case.outcome is not None and case.outcome.ending is Ending.PASSED:
        return _ran_through(case, case.outcome)
    live = any(item.state is State.LIVE for item in case.standings.values())
    # Ambiguous means that one more answer, text or run would decide; without one there is nothing left to tell apart.
    return Status.AMBIGUOUS if live and case.next is not None else Status.UNDETERMINED


def _ran_through(case: Case, outcome: Outcome) -> Status:
    """No cause holds, and the program ran to its end: healthy, unless the run or the person says that it is not."""
    if case.paste.traceback is not None:
        case.note("The program you pasted runs here without that error, so I could not see the failure happen.")
        return Status.UNDETERMINED
    odd = oddities(outcome)
    for text in (*odd, *remarks(outcome)):
        case.note(f"Observed: {text}.")
    if odd or (case.paste.complaint and not _suspicion_cleared(case)):
        case.note("None of the causes that I know explains it.")
        return Status.UNDETERMINED
    return Status.HEALTHY


def _suspicion_cleared(case: Case) -> bool:
    """Whether the complaint names a folk cause that is ruled out, and the run shows nothing of what else it may mean.

    What is still a suspect then would need an error that the run did not meet.
    """
    standings = case.standings.values()
    named = any(item.cause.folk and item.state is State.RULED_OUT for item in standings)
    settled = all(item.state is State.RULED_OUT for item in standings)
    return named and (settled or case.book.value("upstream-gradient") == "fine")


def _report(case: Case, status: Status, seconds: float) -> Report:
    """`seconds`: the session's own time, without probes and without the person's thinking."""
    return Report(
        status=status,
        paste=case.paste,
        diagnoses=tuple(case.diagnoses),
        standings=_standings(case, status),
        next=case.next,
        proposal=case.proposal,
        alternatives=tuple(case.alternatives),
        environment=case.environment,
        notes=tuple(case.notes),
        path=tuple(case.path),
        open_error=open_error(case),
        static_seconds=seconds,
        probe_seconds=case.probe_seconds,
    )


def _standings(case: Case, status: Status) -> tuple[Standing, ...]:
    """The suspects with their evidence; a case that is not about Keras has none."""
    return () if status is Status.OUT_OF_SCOPE else tuple(case.standings.values())
