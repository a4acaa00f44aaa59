"""A spread of examples through `troubleshooter triage` of the installed wheel, away from the checkout (marker tf).

The interpreter under test is named with --python. Each is a command of its own, and starts TensorFlow anew.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from wheel_help import ROOT, call

sys.path.append(str(ROOT / "tests" / "knowledge"))

from examples import Example, chosen, keras_line

from troubleshooter.catalog import load

pytestmark = pytest.mark.tf

PYTHON = os.environ.get("TROUBLESHOOTER_TEST_PYTHON", sys.executable)
FOLK = {cause.name for cause in load().causes if cause.folk}
AT_ONCE = 2  # commands; most of each is one TensorFlow's start, on one core


LINE = keras_line()
BROKEN = [pytest.param(one, id=one.id) for one in chosen() if one.cause not in FOLK]
BELIEVED = [pytest.param(one, id=one.id) for one in chosen() if one.cause in FOLK]


class Counter:
    """Starts a triage for each example that a selected test wants, some at once; gives each its answer."""

    def __init__(self, command: Path, folder: Path, wanted: list[Example]) -> None:
        self._command, self._folder = command, folder
        self.pool = ThreadPoolExecutor(AT_ONCE)
        self._answers: dict[str, Future[tuple[int, dict[str, Any]]]] = {
            one.id: self.pool.submit(self._triage, one) for one in wanted
        }

    def answer(self, example: Example) -> tuple[int, dict[str, Any]]:
        """Exit status and document."""
        return self._answers[example.id].result()

    def _triage(self, example: Example) -> tuple[int, dict[str, Any]]:
        folder = self._folder / example.cause / example.name
        folder.mkdir(parents=True)
        arguments = ["--source", self._text(folder / "model.py", example.before), "--python", PYTHON, "--yes"]
        if example.traceback(LINE):
            arguments.insert(0, self._text(folder / "printed.txt", example.traceback(LINE)))
        if example.complaint:
            arguments += ["--complaint", example.complaint]
        for fact, value in example.replies.items():
            arguments += ["--answer", f"{fact}={value}"]
        done = call(self._command, "triage", "--format", "json", *arguments, cwd=folder)
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    @staticmethod
    def _text(path: Path, text: str) -> str:
        path.write_text(text, encoding="utf-8")
        return path.name


@pytest.fixture(scope="module")
def counter(request: pytest.FixtureRequest, installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    if not LINE:
        pytest.skip("no Keras in this interpreter")
    here = [item for item in request.session.items if item.path == request.path]
    given = [item.callspec.params["example"] for item in here]
    wanted = {one.id: one for one in given if isinstance(one, Example)}  # an empty set of parameters has no example
    made = Counter(installed / "troubleshooter", tmp_path_factory.mktemp("counter"), list(wanted.values()))
    yield made
    made.pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("example", BROKEN)
def test_the_installed_command_ends_in_this_cause_alone(counter: Counter, example: Example) -> None:
    status, document = counter.answer(example)
    assert [item["cause"] for item in document["diagnoses"]] == [example.cause]
    assert (status, document["status"]) == (0, "diagnosed")
    assert document["environment"]["keras"].startswith(f"{LINE}.")
    if not example.after:
        assert document["repair"] is None or not document["repair"]["verified"]
        return
    assert document["diagnoses"][0]["basis"] == "observed"
    assert document["repair"]["verified"] is True
    required = [check for check in document["repair"]["checks"] if check["kind"] != "informative"]
    assert required and {check["outcome"] for check in required} == {"passed"}
    assert document["repair"]["source"].rstrip() == example.after.rstrip()


@pytest.mark.parametrize("example", BELIEVED)
def test_the_installed_command_clears_a_belief(counter: Counter, example: Example) -> None:
    status, document = counter.answer(example)
    assert (status, document["status"]) == (0, "healthy")
    assert document["repair"] is None and document["diagnoses"] == []
    (standing,) = [item for item in document["causes"] if item["cause"] == example.cause]
    assert standing["state"] == "ruled-out"
    assert "probe:function" in {fact["settled_by"] for fact in standing["evidence"]}
