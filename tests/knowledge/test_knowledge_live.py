"""Live and confusion (marker tf): every example is troubleshot on a real TensorFlow, once, with its scripted replies.

Live: before.py fails as captured, the session ends in its cause alone, and the repair is verified and is after.py.
Confusion: that no other cause's example ends in a cause follows; the table is printed at the end of the run.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clinic import Clinic
from examples import Example, collect

from troubleshooter.catalog import load
from troubleshooter.model import Report, State, Status

pytestmark = pytest.mark.tf

ALL = collect()
FOLK = {cause.name for cause in load().causes if cause.folk}
BROKEN = [pytest.param(example, id=example.id) for example in ALL if example.cause not in FOLK]
BELIEVED = [pytest.param(example, id=example.id) for example in ALL if example.cause in FOLK]
ENDED_IN = "ended in"


LINES = {cause.name: cause.keras for cause in load().causes}


def on_this_line(clinic: Clinic, example: Example) -> Report:
    """The example's report; what cannot happen on the worker's Keras line is skipped."""
    if clinic.line not in LINES[example.cause]:
        pytest.skip(f"{example.cause} cannot happen on Keras {clinic.line}")
    return clinic.report(example)


def ended_in(report: Report) -> list[str]:
    return [diagnosis.cause.name for diagnosis in report.diagnoses]


@pytest.mark.parametrize("example", BROKEN)
def test_session_ends_in_this_cause_alone(
    clinic: Clinic, example: Example, record_property: Callable[[str, object], None]
) -> None:
    report = on_this_line(clinic, example)
    record_property(ENDED_IN, [example.cause, ended_in(report)])
    assert ended_in(report) == [example.cause]
    assert report.status is Status.DIAGNOSED


@pytest.mark.parametrize("example", BROKEN)
def test_before_fails_as_captured(clinic: Clinic, example: Example) -> None:
    report = on_this_line(clinic, example)
    assert report.diagnoses
    assert report.diagnoses[0].reproduced == "same"
    if example.after:
        assert report.diagnoses[0].basis == "observed"


@pytest.mark.parametrize("example", BROKEN)
def test_repair_is_verified(clinic: Clinic, example: Example) -> None:
    report = on_this_line(clinic, example)
    if not example.after:
        pytest.skip("the recipe refuses this program")
    assert report.proposal is not None
    assert report.proposal.repair.source.rstrip() == example.after.rstrip()
    verdict = report.proposal.verdict
    assert verdict is not None
    failed = [f"{check.name}: {check.detail}" for check in verdict.checks if check.outcome != "passed"]
    assert verdict.verified, failed


@pytest.mark.parametrize("example", BELIEVED)
def test_a_belief_is_cleared(clinic: Clinic, example: Example) -> None:
    report = clinic.report(example)
    assert report.status is Status.HEALTHY
    assert not report.diagnoses
    cleared = {standing.cause.name for standing in report.standings if standing.state is State.RULED_OUT}
    assert example.cause in cleared
