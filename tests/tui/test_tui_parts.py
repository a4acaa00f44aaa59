"""The parts that need no screen: conversation, words, code, imports."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tui_script import (
    BRANCH,
    DIAGNOSIS,
    FIRST,
    PASTE,
    PROBE,
    REPAIRED,
    SCOPE,
    outcome_of_probe,
    report,
    script,
    unified,
)

from troubleshooter.model import (
    Answer,
    Ask,
    Done,
    Ending,
    Material,
    Outcome,
    Paste,
    Proposal,
    Propose,
    RunProbe,
    Say,
    Snippet,
)
from troubleshooter.tui import words
from troubleshooter.tui.conversation import Conversation
from troubleshooter.tui.transcript import reply_entry
from troubleshooter.tui.widgets.code import diff, new_lines, numbered


def walked(conversation: Conversation) -> list[object]:
    """Take the script to its end, replying as a person would; the steps seen."""
    step = conversation.begin()
    steps = [step]
    while not isinstance(step, Done):
        match step:
            case Ask(question):
                step = conversation.advance(Answer(question.choices[0][0]))
            case RunProbe():
                step = conversation.advance(outcome_of_probe())
            case Say() | Propose():
                step = conversation.advance(None)
            case _:
                step = conversation.advance(Material("model(x)"))
        steps.append(step)
    return steps


def test_a_conversation_remembers_every_turn():
    conversation = Conversation(lambda: script(PASTE, True))
    steps = walked(conversation)
    assert [turn.step for turn in conversation.turns] == steps[:-1]
    assert isinstance(conversation.current, Done)


def test_rewind_goes_back_one_answer_at_a_time_and_no_further_than_the_first():
    opened = []

    def open_session():
        opened.append(1)
        return script(PASTE, True)

    conversation = Conversation(open_session)
    walked(conversation)
    facts = []
    for _ in range(4):
        step = conversation.rewind()
        facts.append(step.question.fact if isinstance(step, Ask) else type(step).__name__)
    assert facts == ["AskMaterial", "condition-scope", "consent", "consent"]
    assert not conversation.can_rewind
    assert len(opened) == 5


def test_a_session_that_goes_another_way_is_not_given_wrong_replies():
    questions = iter([BRANCH, SCOPE])

    def session():
        yield Ask(next(questions))
        yield Ask(BRANCH)
        return report()

    conversation = Conversation(session)
    conversation.begin()
    conversation.advance(Answer("zeros"))
    conversation.advance(Answer("zeros"))
    assert conversation.rewind() == Ask(SCOPE)
    assert conversation.turns == ()


def test_a_session_that_only_returns_ends_in_done():
    def session():
        yield Say("hello")
        return report()

    conversation = Conversation(session)
    assert conversation.begin() == Say("hello")
    assert conversation.advance(None) == Done(report())


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome(Ending.PASSED, seconds=2.04), "✓ passed in 2.0 s"),
        (outcome_of_probe(), "! raised OperatorNotAllowedInGraphError: Using a symbolic"),
        (Outcome(Ending.RAISED, seconds=1), "! raised in 1.0 s"),
        (Outcome(Ending.TIMED_OUT, seconds=60, reason="60 s"), "! timed out: 60 s in 60.0 s"),
        (Outcome(Ending.DIED, reason="out of\nmemory"), "! died: out of memory in 0.0 s"),
        (Outcome(Ending.REFUSED, reason="no worker"), "! refused: no worker"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.ending.value,
)
def test_every_ending_has_words(outcome, expected):
    assert words.outcome(outcome).startswith(expected)


def test_what_was_read_names_what_is_missing():
    assert words.read_paste(Paste()) == (("traceback", "no traceback"), ("source", "no source"))
    partial = words.read_source(Snippet("x = 1\n", partial=True, stopped_at=2))
    assert partial == "1 line · not Python from line 2 on · a part of the program"
    assert words.read_traceback(PASTE.traceback).startswith("Keras 3 · 2 errors in a chain · NotImplementedError")


def test_a_repair_without_a_verdict_is_not_verified():
    assert words.verdict(FIRST) == "verified: 7 of 7 required checks passed"
    assert words.verdict(Proposal(FIRST.repair)).startswith("not verified")


def test_reply_entries_say_what_was_answered():
    asked, said = reply_entry(Ask(SCOPE), Answer("row"))
    assert asked.text == SCOPE.text and said.text == "for each row (sample) by itself"
    assert reply_entry(Ask(SCOPE), Answer("unknown"))[1].text == "I am not sure"
    assert reply_entry(PROBE, outcome_of_probe()) == ()
    assert reply_entry(Propose(DIAGNOSIS, FIRST), None) == ()


def test_new_lines_are_those_the_diff_adds():
    added = new_lines(unified(REPAIRED))
    assert [REPAIRED.splitlines()[line - 1].strip() for line in added] == [
        "return tf.where(tf.reduce_mean(t) > 0.5, t * 2.0, t)"
    ]
    assert new_lines("") == new_lines("+ no hunk\n") == frozenset()


@pytest.mark.parametrize("source", ["", "x", "\n\n", "def f(:\n\t'''", "é = '\x1b[31m'\r\n", "[bold]\\[/]"])
def test_any_text_can_be_shown_as_code(source):
    lines = numbered(source, frozenset({1})).plain.split("\n")
    assert lines[0].lstrip().startswith("1 +")
    assert "\x1b" not in "\n".join(lines) + diff(source).plain


def test_the_first_paint_imports_nothing_heavy():
    heavy = "{'networkx', 'libcst', 'tensorflow', 'keras', 'numpy'}"
    code = f"import sys, troubleshooter.tui.app; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_door_imports_no_textual():
    code = "import sys, troubleshooter.tui; print('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
