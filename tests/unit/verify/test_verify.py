"""The judge, on outcomes as the worker reports them (shortened)."""

from __future__ import annotations

from dataclasses import replace
from difflib import unified_diff
from typing import Any

import pytest

from troubleshooter.model import (
    Basis,
    Cause,
    Check,
    Diagnosis,
    Ending,
    ErrorLink,
    Outcome,
    Place,
    Repair,
    Target,
    TargetKind,
)
from troubleshooter.verify import Trial, judge

TENSOR = {"result": "tensor", "values": [1.0, 2.0], "finite": True}
OTHER = {"result": "tensor", "values": [1.0, 3.0], "finite": True}
NONE = {"result": "none"}
RAISES = {"result": "raises", "error": [{"type": "TypeError", "message": "no such thing"}]}


def entry(line: int = 3, **more: Any) -> dict[str, Any]:
    plain = {
        "line": line,
        "kind": "lambda",
        "found": True,
        "inputs": [{"shape": [None, 4], "dtype": "float32"}],
        "eager": {"positive/1": TENSOR, "mixed/4": TENSOR},
        "graph": TENSOR,
        "build": TENSOR,
        "step": TENSOR,
        "gradient": {"positive": "fine", "mixed": "fine"},
        "rows_independent": True,
    }
    return {**plain, **more}


def failed(message: str = "boom", line: int = 3) -> Outcome:
    return Outcome(
        Ending.RAISED,
        (ErrorLink("TypeError", message),),
        {"failed_line": line, "functions": [entry(eager={"positive/1": NONE})]},
    )


def passed(**more: Any) -> Outcome:
    return Outcome(Ending.PASSED, observed={"functions": [entry(**more)]})


CAUSE = Cause("c", "C", "", "", (), ({"returns": ("never",)},))
TARGET = Target("lambda:3", TargetKind.LAMBDA, "f", Place(1, 2), Place(3, 3))
DIAGNOSIS = Diagnosis(CAUSE, TARGET, Basis.READ, "same", None, (), ())
REPAIR = Repair("add-return", "safe", "new", "", ("line", "3"))
TRIAL = Trial(DIAGNOSIS, REPAIR, failed(), passed(), still_holds=False, repeats=False)


def check(trial: Trial, name: str) -> Check:
    return next(item for item in judge(trial).checks if name in item.name)


def test_a_good_repair_is_verified() -> None:
    assert judge(TRIAL).verified


@pytest.mark.parametrize(
    ("trial", "name"),
    [
        (replace(TRIAL, after=failed()), "failure is gone"),
        (replace(TRIAL, still_holds=True), "cause is gone"),
        (replace(TRIAL, repeats=True), "twice"),
        (replace(TRIAL, after=passed(eager={"positive/1": TENSOR, "negative/4": NONE})), "every input"),
        (replace(TRIAL, after=passed(build=RAISES)), "Functional"),
        (replace(TRIAL, after=passed(graph=RAISES)), "graph"),
        (replace(TRIAL, after=passed(step=RAISES)), "training step"),
    ],
)
def test_each_required_check_can_refuse(trial: Trial, name: str) -> None:
    assert check(trial, name).outcome == "failed"
    assert check(trial, name).kind == "required"
    assert not judge(trial).verified


def test_a_repair_whose_layer_was_not_found_is_not_verified() -> None:
    trial = replace(TRIAL, after=passed(found=False))
    assert check(trial, "exercised").outcome == "not-run"
    assert not judge(trial).verified


@pytest.mark.parametrize("ending", [Ending.TIMED_OUT, Ending.DIED, Ending.REFUSED])
def test_a_run_that_did_not_end_proves_nothing(ending: Ending) -> None:
    trial = replace(TRIAL, after=Outcome(ending, reason="killed"))
    assert check(trial, "failure is gone").outcome == "not-run"
    assert not judge(trial).verified


def test_the_same_error_further_down_is_the_next_failure() -> None:
    trial = replace(
        TRIAL, before=failed(line=3), after=replace(failed(line=9), observed=passed().observed | {"failed_line": 9})
    )
    assert check(trial, "failure is gone").outcome == "passed"


def test_the_same_statement_moved_by_the_repair_is_the_same_failure() -> None:
    old, new = ["a", "b", "c"], ["a", "new", "b", "c"]
    diff = "\n".join(unified_diff(old, new, lineterm="")) + "\n"
    after = replace(failed(line=4), observed=passed().observed | {"failed_line": 4})
    trial = replace(TRIAL, repair=replace(REPAIR, diff=diff), before=failed(line=3), after=after)
    assert check(trial, "failure is gone").outcome == "failed"


def with_original(result: dict[str, Any]) -> Outcome:
    return Outcome(Ending.PASSED, observed={"functions": [entry(eager={"positive/1": result})]})


def test_other_numbers_than_the_original_are_refused() -> None:
    trial = replace(TRIAL, before=with_original(OTHER))
    assert check(trial, "same outputs").outcome == "failed"


def test_other_numbers_by_an_answer_are_shown_and_not_refused() -> None:
    asked = replace(REPAIR, answers={"condition-scope": "row"})
    trial = replace(TRIAL, before=with_original(OTHER), repair=asked)
    found = check(trial, "same outputs")
    assert (found.kind, found.outcome) == ("by-answer", "passed")
    assert "[1, 3]" in found.detail
    assert "[1, 2]" in found.detail


def test_a_gradient_that_was_fine_must_stay_fine() -> None:
    trial = replace(TRIAL, before=with_original(TENSOR), after=passed(gradient={"positive": "none"}))
    assert check(trial, "gradient").kind == "required"
    assert check(trial, "gradient").outcome == "failed"


def test_a_gradient_is_required_when_the_cause_is_about_gradients() -> None:
    cause = replace(CAUSE, evidence=({"upstream-gradient": ("lost",)},))
    about = replace(DIAGNOSIS, cause=cause)
    trial = replace(TRIAL, diagnosis=about, before=failed(), after=passed(gradient={"positive": "none"}))
    assert not judge(trial).verified


def test_a_step_is_no_requirement_where_tensorflow_has_no_gradient() -> None:
    trial = replace(TRIAL, after=passed(gradient={"positive": "not-meaningful"}, step=RAISES))
    assert check(trial, "training step").kind == "informative"
    assert judge(trial).verified
    meant = replace(TRIAL, after=passed(step=RAISES))
    assert check(meant, "training step").kind == "required"


def test_rows_that_depend_on_their_mates_are_told_and_not_refused() -> None:
    trial = replace(TRIAL, after=passed(rows_independent=False))
    assert check(trial, "batch mates").outcome == "failed"
    assert judge(trial).verified


def test_without_a_single_required_check_nothing_is_verified() -> None:
    from troubleshooter.model import Verdict

    assert not Verdict(()).verified
    assert not Verdict((Check("x", "informative", "passed"),)).verified
