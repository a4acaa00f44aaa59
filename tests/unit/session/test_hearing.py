"""A complaint and nothing else: known words lead to suspects, unknown ones to a question with choices."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from scripted import SOURCE

from troubleshooter.catalog import load
from troubleshooter.intake import read_paste
from troubleshooter.model import Answer, Ask, Paste, Reply, Report, Status
from troubleshooter.session import consult

CATALOG = load()


def told(paste: Paste, answer: str = "unknown") -> tuple[Report, list[Ask]]:
    """Drive a session that reads only; every question gets `answer`."""
    session = consult(paste, CATALOG, None, probing=False)
    asked: list[Ask] = []
    reply: Reply = None
    while True:
        try:
            step = session.send(reply)
        except StopIteration as end:
            return end.value, asked
        reply = None
        if isinstance(step, Ask):
            asked.append(step)
            reply = Answer(answer)


def suspects(report: Report) -> set[str]:
    return {item.cause.name for item in report.standings}


@pytest.mark.parametrize(
    "words", ["my tensor layers look strange", "the Lambda in my model is weird", "odd predictions of my outputs"]
)
def test_unknown_words_lead_to_a_question_with_choices(words: str) -> None:
    report, asked = told(read_paste(complaint=words))
    assert [step.question.fact for step in asked] == ["said"]
    assert len(asked[0].question.choices) >= 10
    assert report.next is not None
    assert (report.next.kind, report.next.fact) == ("question", "said")
    assert not suspects(report)


def test_the_answer_makes_suspects() -> None:
    report, asked = told(read_paste(complaint="the Lambda in my model is weird"), "gradients-none")
    assert [step.question.fact for step in asked][:1] == ["said"]
    assert "operation-without-gradient" in suspects(report)
    assert report.next is None or report.next.fact != "said"


@pytest.mark.parametrize(
    "words", ["the gradients are None", "loss stays at 0.69", "trainable parameters of the Lambda model: 0"]
)
def test_known_words_are_not_asked_about(words: str) -> None:
    report, asked = told(read_paste(complaint=words))
    assert "said" not in [step.question.fact for step in asked]
    assert suspects(report)


def test_what_is_not_ours_is_not_asked_about() -> None:
    report, asked = told(read_paste(complaint="my pizza is cold"))
    assert (report.status, asked) == (Status.OUT_OF_SCOPE, [])


def test_a_source_whose_reading_finds_the_cause_needs_no_words() -> None:
    report, asked = told(read_paste(source=SOURCE, complaint="the Lambda is weird"))
    assert "said" not in [step.question.fact for step in asked] or not report.diagnoses


@pytest.mark.parametrize("one", CATALOG.complaints, ids=lambda one: one.name)
def test_no_choice_is_a_dead_end_without_words(one: object) -> None:
    report, _ = told(read_paste(complaint="the Lambda in my model is weird"), one.name)  # type: ignore[attr-defined]
    assert report.status in {Status.UNDETERMINED, Status.AMBIGUOUS, Status.DIAGNOSED, Status.HEALTHY}
