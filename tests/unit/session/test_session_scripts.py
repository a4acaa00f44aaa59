"""A session is a list of replies: what it asks for, what it never does, and that it can be replayed. No TensorFlow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scripted import (
    CAUGHT,
    CHOOSING,
    HERE,
    MASK,
    MASKED,
    NO,
    SOURCE,
    UNSURE,
    YES,
    Always,
    Played,
    Scripted,
    fails,
    function,
    lines,
    opened,
    play,
    refused,
    timeless,
    works,
)

from troubleshooter.model import (
    Answer,
    Ask,
    AskMaterial,
    Basis,
    Done,
    Ending,
    ErrorLink,
    Frame,
    Material,
    Outcome,
    ProbeRequest,
    Propose,
    RunProbe,
    Status,
)
from troubleshooter.report import to_json, to_text

UNMASK_LINES = ("import keras", "keras.config.disable_traceback_filtering()")


def causes(played: Played) -> list[str]:
    return [diagnosis.cause.name for diagnosis in played.report.diagnoses]


def verified(played: Played) -> list[bool]:
    proposals = [played.report.proposal, *played.report.alternatives]
    return [bool(item.verdict and item.verdict.verified) for item in proposals if item is not None]


def proved() -> Played:
    return play(opened(source=SOURCE, traceback=MASKED), [YES, fails, works])


# --- the whole way


def test_a_proved_case_is_observed() -> None:
    """The scripts below differ from this one in one reply; without it they would prove nothing."""
    played = proved()
    assert causes(played) == ["function-never-returns"]
    assert played.report.status is Status.DIAGNOSED
    assert played.report.diagnoses[0].basis is Basis.OBSERVED
    assert played.report.diagnoses[0].hidden == ("AttributeError", "'NoneType' object has no attribute 'shape'")
    assert verified(played) == [True]
    assert played.steps[-1] == Done(played.report)


def test_consent_comes_before_the_first_probe_and_once() -> None:
    played = proved()
    asked_or_run = [step for step in played.steps if isinstance(step, Ask | RunProbe)]
    assert [step.question.fact for step in played.of(Ask)] == ["consent"]
    assert isinstance(asked_or_run[0], Ask)
    assert len(played.deciding) == 2


def test_the_second_probe_runs_the_proposed_source_and_nothing_else() -> None:
    played = proved()
    first, second = (step.request.arguments["source"] for step in played.deciding)
    assert first.strip() == SOURCE.strip()
    assert second == played.of(Propose)[0].proposal.repair.source != first


# --- a traceback alone


@pytest.mark.parametrize("alone", [MASKED, CAUGHT], ids=["whole", "one-printed-line"])
def test_the_masked_error_alone_asks_for_the_source_with_the_lines_that_unmask_it(alone: str) -> None:
    played = play(opened(traceback=alone), [Material("")])
    (asked,) = played.of(AskMaterial)
    assert asked.kind == "source"
    assert all(line in asked.text for line in UNMASK_LINES)
    assert not played.of(RunProbe)
    assert played.report.status in {Status.AMBIGUOUS, Status.UNDETERMINED}
    assert not played.report.diagnoses and played.report.proposal is None
    wish = played.report.next
    assert wish is not None and wish.kind == "material"
    assert all(line in to_text(played.report) for line in UNMASK_LINES)


@pytest.mark.parametrize("alone", [MASKED, CAUGHT], ids=["whole", "one-printed-line"])
def test_the_source_given_when_asked_continues_the_case(alone: str) -> None:
    played = play(opened(traceback=alone), [Material(SOURCE), YES, fails, works])
    assert causes(played) == ["function-never-returns"]
    assert played.report.diagnoses[0].basis is Basis.OBSERVED
    assert verified(played) == [True]
    assert played.report.next is None
    assert len(played.of(AskMaterial)) == 1


@pytest.mark.parametrize("alone", [MASKED, CAUGHT], ids=["whole", "one-printed-line"])
def test_the_source_given_without_tensorflow_is_read(alone: str) -> None:
    played = play(opened(traceback=alone, environment=None), [Material(SOURCE)])
    assert causes(played) == ["function-never-returns"]
    assert played.report.diagnoses[0].basis is Basis.READ
    assert not any(verified(played))


@pytest.mark.parametrize("alone", [MASKED, CAUGHT], ids=["whole", "one-printed-line"])
def test_the_unmasked_traceback_given_instead_of_the_source_is_taken(alone: str) -> None:
    unmasked = MASKED.replace(
        "NotImplementedError: Exception encountered",
        "tensorflow.python.framework.errors_impl.OperatorNotAllowedInGraphError: Exception encountered",
    ).replace(MASK, "Using a symbolic `tf.Tensor` as a Python `bool` is not allowed.")
    played = play(opened(traceback=alone), [Material(unmasked)])
    live = {item.cause.name for item in played.report.standings if item.state.value == "live"}
    assert "python-truth-of-tensor" in live | set(causes(played))
    assert "item-assignment" not in live
    assert len(played.of(AskMaterial)) == 1


# --- no consent


@pytest.mark.parametrize("answer", [NO, UNSURE], ids=["no", "unsure"])
@pytest.mark.parametrize("traceback", [MASKED, ""], ids=["traceback", "source-alone"])
def test_without_consent_nothing_is_ever_run_and_the_report_says_so(answer: Answer, traceback: str) -> None:
    played = play(opened(source=SOURCE, traceback=traceback), [answer])
    assert not played.of(RunProbe)
    assert causes(played) == ["function-never-returns"]
    assert {item.basis for item in played.report.diagnoses} == {Basis.READ}
    assert not any(verified(played))
    text = to_text(played.report)
    assert "was not run" in text and "not verified" in text
    assert "observed on" not in text
    assert played.report.probe_seconds == 0


def test_probing_switched_off_asks_no_consent() -> None:
    played = play(opened(source=SOURCE, traceback=MASKED, probing=False), [])
    assert not played.of(Ask) and not played.of(RunProbe)
    assert [item.basis for item in played.report.diagnoses] == [Basis.READ]


# --- replay

SCRIPTS: dict[str, tuple[dict[str, str], list[Scripted]]] = {
    "proved": ({"source": SOURCE, "traceback": MASKED}, [YES, fails, works]),
    "source-alone": ({"source": SOURCE}, [YES, fails, works]),
    "material": ({"traceback": CAUGHT}, [Material(SOURCE), YES, fails, works]),
    "refused": ({"source": SOURCE, "traceback": MASKED}, [YES, Always(refused)]),
    "not-run": ({"source": SOURCE, "traceback": MASKED}, [NO]),
    "answers": ({"source": CHOOSING}, [NO, Answer("row"), Answer("zeros")]),
    "unsure": ({"source": CHOOSING}, [NO, UNSURE, UNSURE]),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_same_replies_give_the_same_steps(name: str) -> None:
    texts, replies = SCRIPTS[name]
    first, second = (play(opened(**texts), replies) for _ in range(2))
    assert [timeless(step) for step in first.steps] == [timeless(step) for step in second.steps]
    assert timeless(Done(first.report)) == timeless(Done(second.report))


@pytest.mark.parametrize("name", SCRIPTS)
def test_undo_replays_all_replies_but_the_last(name: str) -> None:
    """After the same replies but one the session stands where it asked for that one, and can take another."""
    texts, replies = SCRIPTS[name]
    whole = play(opened(**texts), replies)
    last = max(index for index, reply in enumerate(whole.replies) if isinstance(reply, Answer | Material))
    again = opened(**texts)
    steps = [again.send(None), *(again.send(reply) for reply in whole.replies[:last])]
    assert [timeless(step) for step in steps] == [timeless(step) for step in whole.steps[: last + 1]]
    assert isinstance(steps[-1], Ask | AskMaterial)


def test_another_last_answer_changes_only_what_follows() -> None:
    zeros = play(opened(source=CHOOSING), [NO, Answer("row"), Answer("zeros")])
    same = play(opened(source=CHOOSING), [NO, Answer("row"), Answer("unchanged")])
    asked = max(index for index, step in enumerate(zeros.steps) if isinstance(step, Ask))
    assert zeros.steps[: asked + 1] == same.steps[: asked + 1]
    assert zeros.report.proposal is not None and same.report.proposal is not None
    assert zeros.report.proposal.repair.source != same.report.proposal.repair.source


# --- what was not proved is not called so


@pytest.mark.parametrize("texts", [{"source": SOURCE, "traceback": MASKED}, {"source": SOURCE}])
def test_a_worker_that_refuses_every_probe_leaves_it_read(texts: dict[str, str]) -> None:
    played = play(opened(**texts), [YES, Always(refused)])
    assert played.report.status in {Status.DIAGNOSED, Status.UNDETERMINED, Status.AMBIGUOUS}
    assert {item.basis for item in played.report.diagnoses} <= {Basis.READ}
    assert not any(verified(played))
    text = to_text(played.report)
    assert "the worker is gone" in text
    assert "observed on" not in text and "verified by running" not in text


def raises_again(request: ProbeRequest) -> Outcome:
    return fails(request)


def times_out(request: ProbeRequest) -> Outcome:
    return Outcome(Ending.TIMED_OUT, reason="it took longer than 120 s", seconds=120.0)


def dies(request: ProbeRequest) -> Outcome:
    return Outcome(Ending.DIED, reason="signal 11", seconds=1.0)


def is_lost(request: ProbeRequest) -> Outcome:
    """It runs, but the layer that was repaired is not found."""
    outcome = works(request)
    return replace(outcome, observed={**outcome.observed, "functions": []})


def gives_none(request: ProbeRequest) -> Outcome:
    """It runs, and the layer still gives None."""
    outcome = works(request)
    return replace(
        outcome, observed={**outcome.observed, "functions": [function(line, "none") for line in lines(request)]}
    )


def cannot_train(request: ProbeRequest) -> Outcome:
    outcome = works(request)
    broken = {"result": "raises", "error": [{"type": "ValueError", "message": "no step"}], "upstream": "fine"}
    functions = [function(line, "tensor", step=broken) for line in lines(request)]
    return replace(outcome, observed={**outcome.observed, "functions": functions})


@pytest.mark.parametrize("after", [raises_again, times_out, dies, refused, is_lost, gives_none, cannot_train])
def test_an_unverified_repair_is_never_observed(after: Scripted) -> None:
    played = play(opened(source=SOURCE, traceback=MASKED), [YES, fails, after])
    assert causes(played) == ["function-never-returns"]
    assert {item.basis for item in played.report.diagnoses} == {Basis.READ}
    assert not any(verified(played))
    document = to_json(played.report)
    assert document["repair"]["verified"] is False
    assert "verified by running" not in to_text(played.report)


def other_error(request: ProbeRequest) -> Outcome:
    """The pasted program fails here, but not as pasted."""
    outcome = fails(request)
    link = ErrorLink("ValueError", "Shapes (2, 4) and (2, 1) are incompatible", (Frame("model.py", 12, "<module>"),))
    return replace(outcome, chain=(link,), observed={**outcome.observed, "failed_line": 12})


def test_another_failure_than_the_pasted_one_is_said_to_be_different() -> None:
    session = opened(source=SOURCE, traceback=MASKED)
    played = play(session, [YES, other_error, Always(works)])
    assert {item.reproduced for item in played.report.diagnoses} <= {"different"}
    assert {item.basis for item in played.report.diagnoses} <= {Basis.READ}
    assert played.report.diagnoses or "another way" in to_text(played.report)


def test_an_error_of_the_other_keras_line_stays_read_even_if_verified() -> None:
    two = replace(HERE, tensorflow="2.15.1", keras="2.15.0")
    played = play(opened(source=SOURCE, traceback=MASKED, environment=two), [YES, fails, works])
    assert {item.basis for item in played.report.diagnoses} == {Basis.READ}
    assert "Keras 3" in to_text(played.report) and "2.15.0" in to_text(played.report)


def test_a_program_that_runs_here_is_not_diagnosed_by_its_paste_alone() -> None:
    """The pasted error does not happen here: whatever is told, it is not observed."""
    played = play(opened(source=SOURCE, traceback=MASKED), [YES, works, works])
    assert {item.basis for item in played.report.diagnoses} <= {Basis.READ}


def test_a_session_ends_with_done_whatever_the_replies() -> None:
    """Nonsense from outside (wrong kinds of reply) ends a case, and breaks none."""
    for nonsense in (None, Answer("certainly"), Material("x"), Outcome(Ending.PASSED)):
        session = opened(source=SOURCE, traceback=MASKED)
        step = session.send(None)
        for _ in range(200):
            if isinstance(step, Done):
                break
            step = session.send(nonsense)
        assert isinstance(step, Done)
        assert {item.basis for item in step.report.diagnoses} <= {Basis.READ}
