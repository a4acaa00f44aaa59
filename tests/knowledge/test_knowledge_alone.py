"""A spread of examples without us (marker tf): before.py and after.py as plain programs, run by the tests' own runner.

What the session prints is run too where it is not after.py byte for byte. Nothing here goes through our worker, our
verification or our reading of errors: what counts is what stands in the terminal.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from clinic import PYTHON, Clinic
from examples import Example, chosen

from troubleshooter.catalog import load
from troubleshooter.model import Report

pytestmark = pytest.mark.tf

RUNNER = Path(__file__).resolve().with_name("run_alone.py")
ALL = chosen()
FOLK = {cause.name for cause in load().causes if cause.folk}
BROKEN = [pytest.param(one, id=one.id) for one in ALL if one.cause not in FOLK]
REPAIRED = [pytest.param(one, id=one.id) for one in ALL if one.after]
BELIEVED = [pytest.param(one, id=one.id) for one in ALL if one.cause in FOLK]
ERROR = re.compile(r"^\s*((?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception)): ?(.*)$", re.MULTILINE)
CAUGHT = re.compile(r"(?im)^\W*(?:error|caught|exception|failed)\b.*$")
WARNED = re.compile(r"(?m)^.*(?:Warning: |WARNING:tensorflow).*$")


@dataclass(frozen=True)
class Ran:
    """How one program ended."""

    exit: int
    output: str
    trainable: int
    frozen: int | None

    @cached_property
    def error(self) -> str:
        """The error that stands in the terminal: the last one raised, else the one that was caught and printed."""
        return shown_error(self.output)


def shown_error(text: str) -> str:
    """Type and first line of the last error in a text, without numbers, names of tensors and quotes."""
    raised = ERROR.findall(text)
    if raised:
        return squeezed(": ".join(raised[-1]))
    caught = CAUGHT.findall(text)
    return squeezed(caught[-1]) if caught else ""


def squeezed(text: str) -> str:
    text = re.sub(r"\S*/\S*|0x[0-9a-f]+", "", text)
    return re.sub(r"[\W\d_]+", " ", text).strip().lower()


class Bench:
    """All programs of these examples, run once, two at a time."""

    def __init__(self, folder: Path, line: str, chosen: list[Example]) -> None:
        self.line = line
        self._folder = folder
        self._sources = {(one.id, name): text for one in chosen for name, text in texts_of(one, line) if text}
        self.ran = dict(zip(self._sources, self._run_all(), strict=True))

    def _run_all(self) -> list[Ran]:
        jobs = [
            {"source": text, "folder": str(self._folder / str(number))}
            for number, text in enumerate(self._sources.values())
        ]
        with ThreadPoolExecutor(2) as pool:
            halves = list(pool.map(run, (jobs[0::2], jobs[1::2])))
        results: list[Ran] = [halves[0][0]] * len(jobs)
        results[0::2], results[1::2] = halves[0], halves[1]
        return results

    def before(self, example: Example) -> Ran:
        return self.ran[example.id, "before"]

    def after(self, example: Example) -> Ran:
        return self.ran[example.id, "after"]


def texts_of(example: Example, line: str) -> list[tuple[str, str]]:
    return [("before", example.before), ("after", example.after)]


def run(jobs: list[dict[str, str]]) -> list[Ran]:
    """Run some programs in one process of the interpreter under test."""
    if not jobs:
        return []
    done = subprocess.run(
        [PYTHON, str(RUNNER)], input=json.dumps(jobs), stdout=subprocess.PIPE, text=True, timeout=1800, check=True
    )
    return [Ran(**result) for result in json.loads(done.stdout.splitlines()[-1])]


@pytest.fixture(scope="module")
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Only the examples of the tests that are to run."""
    line = keras_line()
    if not line:
        pytest.skip("no Keras in this interpreter")
    here = [item for item in request.session.items if item.path == request.path]
    # A set of parameters that is empty stands as a test without an example.
    wanted = {getattr(item.callspec.params["example"], "id", "") for item in here if hasattr(item, "callspec")}
    return Bench(tmp_path_factory.mktemp("alone"), line, [one for one in ALL if one.id in wanted])


def keras_line() -> str:
    """The Keras line of the interpreter under test, by its metadata."""
    if sys.executable == PYTHON:
        try:
            return importlib.metadata.version("keras")[:1]
        except importlib.metadata.PackageNotFoundError:
            return ""
    code = "import importlib.metadata as m; print(m.version('keras'))"
    return subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=False).stdout[:1]


@pytest.mark.parametrize("example", BROKEN)
def test_before_fails_as_stored_or_is_wrong_in_silence(bench: Bench, example: Example) -> None:
    ran, stored = bench.before(example), example.traceback(bench.line)
    if shown_error(stored):
        assert ran.error == shown_error(stored), ran.output[-2000:]
        assert ran.exit != 0 or CAUGHT.search(ran.output)
        return
    assert ran.exit == 0, ran.output[-2000:]
    assert not ran.error
    if stored:
        assert {squeezed(text) for text in WARNED.findall(ran.output)} & {squeezed(t) for t in WARNED.findall(stored)}
        return
    # What training cannot show (rows that depend on their mates, noise that is frozen) only the person's words tell.
    assert example.complaint or is_wrong(ran) or ran.trainable < bench.after(example).trainable


def is_wrong(ran: Ran) -> bool:
    """Nothing can be trained, or something was and did not move."""
    return ran.trainable == 0 or bool(ran.frozen)


@pytest.mark.parametrize("example", REPAIRED)
def test_after_runs_without_the_error(bench: Bench, example: Example) -> None:
    before, after = bench.before(example), bench.after(example)
    assert after.exit == 0, after.output[-2000:]
    assert not after.error, after.output[-2000:]
    assert not before.error or before.error not in squeezed(after.output)
    left = {squeezed(text) for text in WARNED.findall(after.output)}
    assert not left & {squeezed(text) for text in WARNED.findall(example.traceback(bench.line))}


@pytest.mark.parametrize("example", REPAIRED)
def test_after_trains_what_before_did_not(bench: Bench, example: Example) -> None:
    """Where before.py was wrong in silence, the difference can be measured; nowhere does all stand still after."""
    before, after = bench.before(example), bench.after(example)
    assert not after.trainable or (after.frozen or 0) < after.trainable
    if before.error or before.trainable == after.trainable == 0:
        return  # it was loud, or there is nothing to train and the repair is not to try
    assert after.trainable > before.trainable or (after.frozen or 0) < (before.frozen or 0) or not is_wrong(before)


@pytest.mark.parametrize("example", BELIEVED)
def test_what_is_only_believed_to_be_wrong_runs(bench: Bench, example: Example) -> None:
    ran = bench.before(example)
    assert ran.exit == 0 and not ran.error, ran.output[-2000:]
    assert not is_wrong(ran)


@pytest.fixture(scope="module")
def printed(bench: Bench, clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """The snippet that a session prints for each example, run plainly; byte for byte after.py has been run already."""
    found = {one.id: (one.after, snippet(clinic.report(one))) for one in ALL if (one.id, "after") in bench.ran}
    verified = {name: (after, text) for name, (after, text) in found.items() if text}
    new = {name: text for name, (after, text) in verified.items() if text != after}
    folder = tmp_path_factory.mktemp("printed")
    jobs = [{"source": text, "folder": str(folder / str(number))} for number, text in enumerate(new.values())]
    ran = dict(zip(new, run(jobs), strict=True))
    return {name: ran[name] if name in ran else bench.ran[name, "after"] for name in verified}


def snippet(report: Report) -> str:
    """The verified source that a report gives, or nothing."""
    verdict = report.proposal.verdict if report.proposal else None
    return report.proposal.repair.source if report.proposal and verdict and verdict.verified else ""


@pytest.mark.parametrize("example", REPAIRED)
def test_the_printed_snippet_runs_in_place_of_the_program(
    bench: Bench, printed: dict[str, Ran], example: Example
) -> None:
    assert example.id in printed, "no verified snippet was printed"
    ran = printed[example.id]
    assert ran.exit == 0, ran.output[-2000:]
    assert not ran.error
