"""Turns of a conversation as entries; used when a reply is given, and when an undo draws the conversation anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from troubleshooter.model import Answer, Ask, AskMaterial, Material, Outcome, Propose, Reply, RunProbe, Say, Step
from troubleshooter.report.words import counted
from troubleshooter.tui.conversation import Turn
from troubleshooter.tui.widgets.entry import Entry, proposed, said
from troubleshooter.tui.widgets.probing import ProbeEntry
from troubleshooter.tui.widgets.question import answer_words


def reply_entry(step: Step, reply: Reply) -> tuple[Entry, ...]:
    """The question and the person's reply to it; nothing for other steps."""
    match step, reply:
        case Ask(question), Answer(value):
            return Entry("asked", question.text, "asked"), Entry("you", answer_words(question, value), "you")
        case AskMaterial(text=text), Material(given):
            count = counted(len(given.splitlines()), "line")
            return Entry("asked", text, "asked"), Entry("you", f"gave {count}" if given else "have none", "you")
    return ()


def entries_of(turns: Iterable[Turn], clock: Callable[[], float]) -> list[Entry]:
    """The conversation so far."""
    return [entry for turn in turns for entry in _entries(turn, clock)]


def _entries(turn: Turn, clock: Callable[[], float]) -> tuple[Entry, ...]:
    match turn.step, turn.reply:
        case Say() as step, _:
            return (said(step),)
        case Propose(diagnosis, proposal), _:
            return (proposed(diagnosis, proposal),)
        case RunProbe() as step, Outcome() as outcome:
            entry = ProbeEntry(step, clock)
            entry.end(outcome)
            return (entry,)
    return reply_entry(turn.step, turn.reply)
