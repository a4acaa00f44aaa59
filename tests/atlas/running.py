"""What the tool says of a program that it may run: one `Ran` a program, on the Keras line of one warm worker."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from atlas import Case, Expected, cases
from figures import Figure
from reading import newest, target_list

from troubleshooter.driver import Driver, Settings
from troubleshooter.intake import read_paste
from troubleshooter.model import Outcome, ProbeRequest, Report, Status, Target, TargetKind
from troubleshooter.slice import make_slice

PYTHON = os.environ.get("TROUBLESHOOTER_TEST_PYTHON", sys.executable)
_EVERY = 12  # of the sample: one program in so many


@dataclass(frozen=True)
class Ran:
    """`verified`: of the repair offered, None where none was. `slice`: whether the cut out function runs as it did in
    the program, None where it ran in neither."""

    case: Case
    expected: Expected
    status: str
    causes: tuple[str, ...]
    verified: bool | None
    slice: bool | None
    reproduced: str
    seconds: float

    @property
    def right(self) -> bool:
        """Whether the first diagnosis is a right cause."""
        return self.causes[:1] != () and self.causes[0] in self.expected.causes

    @property
    def wrong(self) -> bool:
        """A confident wrong cause, first."""
        return bool(self.causes) and not self.right and not (self.expected.harmless and not self.expected.causes)

    @property
    def known(self) -> bool:
        """Whether a right cause has its folder today."""
        return bool(self.expected.known())


class Recording(Driver):
    """A driver that keeps the outcomes of the last case."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.outcomes: list[tuple[ProbeRequest, Outcome]] = []

    def run(self, request: ProbeRequest) -> Outcome:
        """Run and keep."""
        outcome = super().run(request)
        self.outcomes.append((request, outcome))
        return outcome


def clinic() -> Recording:
    """A driver on the interpreter under test, allowed to run everything."""
    return Recording(Settings(interpreter=PYTHON, consent=True))


def sample(names: Sequence[str] = ()) -> list[Case]:
    """The programs to run: those named, all of them where ATLAS is "all", else one in twelve."""
    if names:
        return [case for case in cases() if case.name in names or case.name[0] in names]
    return list(cases()) if os.environ.get("ATLAS") == "all" else list(cases()[5::_EVERY])


def run_all(driver: Recording, chosen: Iterable[Case]) -> Iterator[Ran]:
    """Run these programs on the worker's Keras line."""
    environment = driver.environment()
    keras = environment.line if environment else ""
    for case in chosen:
        if case.expected(keras) is not None and not case.name.startswith("K"):  # tf_keras is not installed
            yield _run(driver, case, keras)


def _run(driver: Recording, case: Case, keras: str) -> Ran:
    started = time.monotonic()
    driver.outcomes.clear()
    _, text = newest(case.tracebacks(keras))
    report = driver.diagnose(read_paste(traceback=text, source=case.source))
    seconds = time.monotonic() - started
    found = report.diagnoses
    causes = tuple(item.cause.name for item in found) if report.status is Status.DIAGNOSED else ()
    verdict = report.proposal.verdict if report.proposal else None
    verified = None if report.proposal is None else bool(verdict and verdict.verified)
    reproduced = found[0].reproduced if found else ""
    return Ran(
        case,
        case.by_line[keras],
        report.status.value,
        causes,
        verified,
        _sliced(driver, case, report),
        reproduced,
        seconds,
    )


# --- the slice ------------------------------------------------------------------------------------------------------


def _sliced(driver: Recording, case: Case, report: Report) -> bool | None:
    """Whether the function of the first Lambda that ran in the program runs by itself as well."""
    snippet, targets = target_list(case)
    whole = next((outcome for request, outcome in driver.outcomes if request.name == "program"), None)
    target = next((one for one in targets if whole and _runs(whole, one)), None)
    if target is None:
        return None
    piece = make_slice(snippet, target, report.paste.traceback)
    inputs = [{"shape": list(spec.shape), "dtype": spec.dtype} for spec in piece.inputs]
    arguments = {"source": piece.source, "filename": snippet.name, "seed": 0, "exercise": [{"target": True}]}
    outcome = driver.run(ProbeRequest("function", {**arguments, "inputs": inputs, "as_list": piece.as_list}, 60.0))
    return any(_gives(entry) for entry in outcome.observed.get("functions", ()))


def _runs(outcome: Outcome, target: Target) -> bool:
    """Whether the program's run exercised this Lambda, and some input gave a result."""
    line = target.construction.line if target.kind is TargetKind.LAMBDA and target.construction else 0
    return any(entry.get("line") == line and _gives(entry) for entry in outcome.observed.get("functions", ()))


def _gives(entry: dict) -> bool:  # type: ignore[type-arg]
    return any(result.get("result") not in {"raises", "skipped"} for result in (entry.get("eager") or {}).values())


# --- figures --------------------------------------------------------------------------------------------------------


def live_figures(ran: Sequence[Ran]) -> list[Figure]:
    """The numbers of the live part."""
    known = [one for one in ran if one.known]
    offered = [one for one in known if one.right and one.verified is not None]
    sound = [one for one in ran if one.expected.innocent]
    return [
        _of("live right", "run: right cause first", known, [one.right for one in known], 0.8),
        _of("live wrong", "run: no wrong cause diagnosed", known, [not one.wrong for one in known], 0.97),
        _of("live verified", "run: the repair offered is verified", offered, [bool(o.verified) for o in offered], 0.9),
        _of("live innocent", "run: innocent programs undiagnosed", sound, [not one.causes for one in sound], 0.97),
        _of("live unknown", "run: cause not in the knowledge, none said", *_unknown(ran), 0.6),
        _of("slice", "run: the function alone runs as in the program", *_slices(ran), 0.95),
    ]


def _unknown(ran: Sequence[Ran]) -> tuple[list[Ran], list[bool]]:
    here = [one for one in ran if one.expected.guilty and not one.known]
    return here, [not one.wrong for one in here]


def _slices(ran: Sequence[Ran]) -> tuple[list[Ran], list[bool]]:
    here = [one for one in ran if one.slice is not None]
    return here, [bool(one.slice) for one in here]


def _of(name: str, title: str, ran: Sequence[Ran], good: Sequence[bool], floor: float) -> Figure:
    others = tuple(
        f"{one.case.name} {'+'.join(one.causes) or one.status}" for one, fine in zip(ran, good, strict=True) if not fine
    )
    return Figure(name, title, sum(good), len(ran), others, floor)
