"""The three forms of a report say the same, honestly, and let nothing through that drives a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.model import (
    CASE,
    Basis,
    Cause,
    Check,
    Diagnosis,
    Environment,
    ErrorLink,
    Fact,
    Next,
    OpenError,
    Paste,
    Place,
    Proposal,
    Repair,
    Report,
    Standing,
    State,
    Status,
    Target,
    TargetKind,
    Traceback,
    Verdict,
)
from troubleshooter.report import exit_status, plain, readable, to_json, to_json_text, to_markdown, to_text

SOURCE = "def twice(x):\n    return x * 2\n\nlayer = Lambda(twice)\n"
DIFF = "--- model.py\n+++ model.py\n@@ -1,2 +1,2 @@\n def twice(x):\n-    x * 2\n+    return x * 2\n"
CAUSE = Cause("function-never-returns", "The function never returns", "It ends without a value.", "", (), ())
OTHER = replace(CAUSE, name="dtype-mismatch", title="Two dtypes meet")
TARGET = Target("lambda:4", TargetKind.LAMBDA, "twice", Place(1, 2), Place(4, 4))
FACT = Fact("lambda:4", "returns", "never", "source", Place(1, 2))
AGAINST = Fact(CASE, "dtype-conflict", "no", "traceback")
DIAGNOSIS = Diagnosis(
    CAUSE,
    TARGET,
    Basis.OBSERVED,
    "same",
    Place(1, 2),
    (FACT,),
    ("I read that no path returns",),
    ("ValueError", "None"),
)
CHECKS = (
    Check("the failure is gone", "required", "passed", "runs to its end", 0.31),
    Check("rows do not depend on their batch mates", "informative", "not-run"),
)
PROPOSAL = Proposal(Repair("add-return", "safe", SOURCE, DIFF), Verdict(CHECKS))
ENVIRONMENT = Environment("3.11.9", "2.15.1", "2.15.0", confinement=(("landlock", True), ("network namespace", False)))
DIAGNOSED = Report(
    Status.DIAGNOSED,
    Paste(traceback=Traceback((ErrorLink("AttributeError", "no dtype"),), keras="2"), notes=("prompts were removed",)),
    (DIAGNOSIS,),
    (Standing(CAUSE, "lambda:4", State.LIVE, True, (FACT,)), Standing(OTHER, CASE, State.RULED_OUT, False, (AGAINST,))),
    proposal=PROPOSAL,
    environment=ENVIRONMENT,
    static_seconds=0.1,
    probe_seconds=2.0,
)
WISH = Next(
    "question", "condition-scope", "For which scope?", "Only you know.", (("batch", "the batch"), ("row", "a row"))
)
OPEN = Report(
    Status.AMBIGUOUS,
    Paste(),
    standings=(Standing(CAUSE, CASE, State.LIVE, False), Standing(OTHER, CASE, State.LIVE, False)),
    next=WISH,
)
FORMS = (to_text, to_markdown, to_json_text)


UNEXPLAINED = replace(
    OPEN,
    status=Status.UNDETERMINED,
    environment=ENVIRONMENT,
    open_error=OpenError(("NameError", "name 'mean' is not defined"), Basis.OBSERVED, True, Place(4, 4), "x - mean"),
)


@pytest.mark.parametrize("form", [to_text, to_markdown])
def test_an_error_without_a_diagnosis_is_told_with_its_line(form: Callable[[Report], str]) -> None:
    text = form(UNEXPLAINED).replace("\\", "")
    assert "NameError: name 'mean' is not defined" in text
    assert "line 4: x - mean" in text
    assert "observed on TensorFlow 2.15.1, Keras 2.15.0; Keras printed another error in its place" in text
    assert to_json(UNEXPLAINED)["open_error"] == {
        "type": "NameError",
        "message": "name 'mean' is not defined",
        "basis": "observed",
        "hidden": True,
        "where": {"line": 4, "end_line": 4},
        "code": "x - mean",
    }


def test_json_is_schema_1_exactly() -> None:
    document = to_json(DIAGNOSED)
    assert list(document) == [
        "schema", "status", "diagnoses", "open_error", "causes", "next", "repair", "alternatives", "environment",
        "seconds",
    ]  # fmt: skip
    assert document["schema"] == 1
    assert document["status"] == "diagnosed"
    assert document["diagnoses"] == [
        {
            "cause": "function-never-returns",
            "title": "The function never returns",
            "summary": "It ends without a value.",
            "basis": "observed",
            "reproduced": "same",
            "target": "the Lambda at line 4 (twice)",
            "where": {"line": 1, "end_line": 2},
            "hidden_error": {"type": "ValueError", "message": "None"},
            "why": ["I read that no path returns"],
        }
    ]
    assert document["causes"][1] == {
        "cause": "dtype-mismatch",
        "state": "ruled-out",
        "evidence": [
            {"fact": "dtype-conflict", "subject": "case", "value": "no", "settled_by": "traceback", "where": None}
        ],
    }
    assert document["repair"] == {
        "recipes": ["add-return"],
        "safety": "safe",
        "answers": {},
        "changes": "",
        "source": SOURCE,
        "diff": DIFF,
        "verified": True,
        "checks": [
            {"name": "the failure is gone", "kind": "required", "outcome": "passed", "seconds": 0.31},
            {
                "name": "rows do not depend on their batch mates",
                "kind": "informative",
                "outcome": "not-run",
                "seconds": 0.0,
            },
        ],
    }
    assert document["environment"] == {
        "python": "3.11.9",
        "tensorflow": "2.15.1",
        "keras": "2.15.0",
        "pasted_keras": "2",
        "device": "CPU",
        "confinement": [{"layer": "landlock", "applied": True}, {"layer": "network namespace", "applied": False}],
    }
    assert document["seconds"] == {"static": 0.1, "probes": 2.0, "total": 2.1}
    assert json.loads(to_json_text(DIAGNOSED)) == document


def test_json_of_an_open_case() -> None:
    document = to_json(OPEN)
    assert document["repair"] is None
    assert document["diagnoses"] == document["alternatives"] == []
    assert document["next"] == {
        "kind": "question",
        "fact": "condition-scope",
        "text": "For which scope?",
        "why": "Only you know.",
        "choices": [{"value": "batch", "text": "the batch"}, {"value": "row", "text": "a row"}],
    }


def test_text_says_all_that_matters() -> None:
    text = to_text(DIAGNOSED)
    assert text.startswith("diagnosed: I found 1 cause, observed on TensorFlow 2.15.1, Keras 2.15.0.\n")
    for part in (
        "[function-never-returns]",
        "the Lambda at line 4 (twice), lines 1-2",
        "observed on TensorFlow 2.15.1, Keras 2.15.0, on CPU; I reproduced the failure",
        "Keras hid the real error: ValueError: None",
        "I read that no path returns",
        "returns = never (lambda:4, lines 1-2; read in the source)",
        "Two dtypes meet [dtype-mismatch]: dtype-conflict = no",
        "add-return (safe; verified by running it)",
        "prompts were removed",
        "confinement not applied: network namespace",
    ):
        assert part in text
    assert "not run" in next(line for line in text.splitlines() if "batch mates" in line)


def test_the_corrected_program_can_be_copied_from_the_text() -> None:
    assert f"----- source -----\n{SOURCE}----- end of source -----" in to_text(DIAGNOSED)
    assert f"```python\n{SOURCE}```" in to_markdown(DIAGNOSED)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_read_is_printed_as_observed(form) -> None:
    read = replace(DIAGNOSIS, basis=Basis.READ, reproduced="not-run")
    report = replace(DIAGNOSED, diagnoses=(read,), proposal=Proposal(PROPOSAL.repair), probe_seconds=0.0)
    assert "observed" not in form(report)
    if form is not to_json_text:
        assert "read, not run" in form(report)
        assert "not verified: nothing was run" in form(report)


def test_a_failed_required_check_is_named() -> None:
    verdict = Verdict((replace(CHECKS[0], outcome="failed"),))
    assert "not verified: the failure is gone failed" in to_text(
        replace(DIAGNOSED, proposal=replace(PROPOSAL, verdict=verdict))
    )
    assert to_json(replace(DIAGNOSED, proposal=replace(PROPOSAL, verdict=verdict)))["repair"]["verified"] is False


def test_the_next_question_comes_with_what_to_type() -> None:
    assert "--answer condition-scope=row" in to_text(OPEN)
    assert "`--answer condition-scope=row`" in to_markdown(OPEN)
    consent = Next("question", "consent", "May I run it?", "", (("yes", "yes"), ("no", "no")))
    assert "--yes" in to_text(replace(OPEN, next=consent))
    assert "--answer consent" not in to_text(replace(OPEN, next=consent))


def test_lines_to_type_stay_lines() -> None:
    wish = Next("material", "traceback", "Put this on top:\n    import keras\n    keras.x()", "It hides.")
    assert "  Put this on top:\n      import keras\n      keras.x()\n" in to_text(replace(OPEN, next=wish))
    assert "```python\nimport keras\nkeras.x()\n```" in to_markdown(replace(OPEN, next=wish))


def test_suspects_are_listed_only_while_the_case_is_open() -> None:
    assert "Still possible" in to_text(OPEN)
    assert "Still possible" not in to_text(replace(OPEN, status=Status.OUT_OF_SCOPE))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.DIAGNOSED, 0),
        (Status.HEALTHY, 0),
        (Status.AMBIGUOUS, 1),
        (Status.UNDETERMINED, 1),
        (Status.OUT_OF_SCOPE, 1),
    ],
)
def test_exit_status(status: Status, expected: int) -> None:
    assert exit_status(Report(status, Paste())) == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("status", Status)
def test_an_empty_report_has_a_form(form, status: Status) -> None:
    assert form(Report(status, Paste())).endswith("\n")


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b1m\x00\r\n\u202e|`<b>`*x*\ud800 verified by running it\n- fake: line"


def _hostile() -> Report:
    cause = replace(CAUSE, title=HOSTILE, summary=HOSTILE)
    fact = replace(FACT, value=HOSTILE, subject=HOSTILE)
    diagnosis = replace(DIAGNOSIS, cause=cause, evidence=(fact,), why=(HOSTILE,), hidden=(HOSTILE, HOSTILE))
    repair = replace(PROPOSAL.repair, source=HOSTILE, diff=HOSTILE, assumes=(HOSTILE,), changes=HOSTILE)
    wish = replace(WISH, text=HOSTILE, why=HOSTILE, fact=HOSTILE, choices=((HOSTILE, HOSTILE),))
    return replace(
        DIAGNOSED,
        paste=Paste(notes=(HOSTILE,)),
        diagnoses=(diagnosis,),
        proposal=Proposal(repair, Verdict((replace(CHECKS[0], name=HOSTILE, detail=HOSTILE),))),
        next=wish,
        notes=(HOSTILE,),
        environment=replace(ENVIRONMENT, tensorflow=HOSTILE, keras=HOSTILE, python=HOSTILE),
    )


@pytest.mark.parametrize("form", FORMS)
def test_no_control_character_gets_out(form) -> None:
    text = form(_hostile())
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    assert "\\u001b" not in text
    text.encode("utf-8")


def test_a_message_cannot_pose_as_a_line_of_the_report() -> None:
    code = False
    for line in to_text(_hostile()).splitlines():
        code = (
            line.startswith("----- ")
            if line.startswith("-----") and "end of" not in line
            else code and "end of" not in line
        )
        assert code or not line.startswith("- fake")


def test_markdown_fences_and_spans_hold() -> None:
    repair = replace(PROPOSAL.repair, source="x = '''\n```\n# out\n'''\n")
    text = to_markdown(replace(DIAGNOSED, proposal=replace(PROPOSAL, repair=repair)))
    assert "````python\nx = '''\n```\n# out\n'''\n````" in text
    hidden = to_markdown(replace(DIAGNOSED, diagnoses=(replace(DIAGNOSIS, error=("A", "`b` ``c``")),)))
    assert "``` A: `b` ``c`` ```" in hidden


@given(st.text())
def test_plain_leaves_nothing_that_acts(text: str) -> None:
    cleaned = plain(text)
    assert plain(cleaned) == cleaned
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", cleaned)
    assert len(readable(text).splitlines()) <= 1
    cleaned.encode("utf-8")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs"))))
def test_plain_keeps_ordinary_text(text: str) -> None:
    assert plain(text) == text


def test_prose_keeps_to_100_columns() -> None:
    wordy = replace(CAUSE, summary="word " * 200, title="title " * 40)
    text = to_text(replace(DIAGNOSED, diagnoses=(replace(DIAGNOSIS, cause=wordy, why=("step " * 100,)),)))
    assert max(map(len, text.splitlines())) <= 100
