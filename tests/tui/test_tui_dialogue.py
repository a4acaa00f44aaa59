"""The dialogue screen: steps, replies, probes, undo."""

from __future__ import annotations

from textual.widgets import OptionList
from tui_script import (
    BRANCH,
    CONSENT,
    HOSTILE,
    PROBE,
    SOURCE,
    TRACEBACK,
    ScriptedFront,
    report,
    still_clock,
)

from troubleshooter.errors import WorkerUnavailable
from troubleshooter.model import Answer, Ask, AskMaterial, Done, Material, Outcome, Paste, Question, RunProbe, Say
from troubleshooter.tui.app import TroubleshooterApp
from troubleshooter.tui.front import Panes, Session
from troubleshooter.tui.screens.dialogue import DialogueScreen
from troubleshooter.tui.screens.paste import PasteScreen
from troubleshooter.tui.screens.result import ResultScreen
from troubleshooter.tui.widgets.material import MaterialPanel
from troubleshooter.tui.widgets.pane import Pane
from troubleshooter.tui.widgets.question import QuestionPanel


def asks(app: TroubleshooterApp, fact: str) -> bool:
    """Whether the question about `fact` stands."""
    return any(panel.question.fact == fact for panel in app.screen.query(QuestionPanel))


def opened(front: ScriptedFront, **options: object) -> TroubleshooterApp:
    return TroubleshooterApp(front, Panes(TRACEBACK, SOURCE), **options)


async def test_the_whole_script_by_keys_alone(settle, seen):
    app = opened(ScriptedFront())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "consent"))
        await pilot.press("1")
        await settle(pilot, lambda: asks(app, "condition-scope"))
        text = seen(pilot)
        assert "settles: reproduced, graph-result" in text
        assert "! raised OperatorNotAllowedInGraphError" in text and "in 1.4 s" in text
        await pilot.press("2")
        await settle(pilot, lambda: app.screen.query(MaterialPanel))
        assert "for each row (sample) by itself" in seen(pilot)
        app.screen.query_one(Pane).text = "model.fit(x)\n"
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: isinstance(app.screen, ResultScreen))
        await pilot.press("escape")
        await settle(pilot, lambda: isinstance(app.screen, DialogueScreen))
        text = seen(pilot)
        assert "gave 1 line" in text and "verified: 7 of 7 required checks passed" in text
        await pilot.press("r")
        await settle(pilot, lambda: isinstance(app.screen, ResultScreen))


async def test_choices_by_arrow_and_enter_and_the_default_first(settle):
    replies: list[Answer] = []

    def session(paste: Paste, probing: bool) -> Session:
        replies.append((yield Ask(Question("q", "Which?", "", (("a", "A"), ("b", "B")), default="b"))))
        replies.append((yield Ask(BRANCH)))
        return report()

    app = opened(ScriptedFront(session))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "q"))
        assert app.screen.query_one(OptionList).highlighted == 1
        await pilot.press("enter")
        await settle(pilot, lambda: asks(app, "other-branch"))
        await pilot.press("down", "down", "enter")  # the last line: not sure
        await settle(pilot, lambda: isinstance(app.screen, ResultScreen))
    assert replies == [Answer("b"), Answer("unknown")]


async def test_zero_is_not_sure_but_never_for_consent(settle):
    replies: list[Answer] = []

    def session(paste: Paste, probing: bool) -> Session:
        replies.append((yield Ask(CONSENT)))
        replies.append((yield Ask(BRANCH)))
        yield Done(report())
        return report()

    app = opened(ScriptedFront(session))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "consent"))
        await pilot.press("0", "7", "u")  # none of them means anything here
        await settle(pilot)
        assert asks(app, "consent") and replies == []
        await pilot.press("2")
        await settle(pilot, lambda: asks(app, "other-branch"))
        await pilot.press("0")
        await settle(pilot, lambda: isinstance(app.screen, ResultScreen))
    assert replies == [Answer("no"), Answer("unknown")]


async def test_material_needs_text_or_a_word_that_there_is_none(settle):
    replies: list[Material] = []

    def session(paste: Paste, probing: bool) -> Session:
        replies.append((yield AskMaterial("traceback", "The whole traceback?", "It was cut.")))
        return report()

    app = opened(ScriptedFront(session))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: app.screen.query(MaterialPanel))
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: len(app._notifications))
        assert replies == []
        await pilot.press(*"u1x")  # keys of commands are text here
        assert app.screen.query_one(Pane).text == "u1x"
        await pilot.press("ctrl+n")
        await settle(pilot, lambda: isinstance(app.screen, ResultScreen))
    assert replies == [Material("")]


async def test_a_probe_shows_its_time_and_can_be_stopped(settle, seen):
    front = ScriptedFront(hold=True)
    app = opened(front, clock=still_clock())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "consent"))
        await pilot.press("1")
        await settle(pilot, lambda: "running 2.5 s" in seen(pilot))
        await pilot.press("x")
        await settle(pilot, lambda: asks(app, "condition-scope"))
        assert "! timed out: you stopped it in 3.0 s" in seen(pilot)
    assert "cancel" in front.calls


async def test_leaving_while_a_probe_runs_stops_it_and_ends_at_the_panes(settle):
    front = ScriptedFront(hold=True)
    app = opened(front)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "consent"))
        await pilot.press("1")
        await settle(pilot, lambda: "run program" in front.calls)
        await pilot.press("escape")
        await settle(pilot, lambda: isinstance(app.screen, PasteScreen) and "cancel" in front.calls)
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "consent"))


async def test_quitting_while_a_probe_runs_stops_the_worker_first(settle):
    front = ScriptedFront(hold=True)
    app = opened(front)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "consent"))
        await pilot.press("1")
        await settle(pilot, lambda: "run program" in front.calls)
        await pilot.press("ctrl+q")
    assert front.released.is_set()


async def test_a_probe_that_cannot_run_is_an_outcome(settle, seen):
    outcomes: list[Outcome] = []

    def session(paste: Paste, probing: bool) -> Session:
        outcomes.append((yield PROBE))
        return report()

    app = opened(ScriptedFront(session, run_error=WorkerUnavailable("there is no TensorFlow")))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: isinstance(app.screen, ResultScreen))
    assert outcomes[0].ending == "refused" and "there is no TensorFlow" in outcomes[0].reason


async def test_undo_replays_all_but_the_last_answer_and_runs_nothing_again(settle, seen):
    front = ScriptedFront()
    app = opened(front)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "consent"))
        await pilot.press("1")
        await settle(pilot, lambda: asks(app, "condition-scope"))
        before = seen(pilot)
        await pilot.press("3")
        await settle(pilot, lambda: app.screen.query(MaterialPanel))
        await pilot.press("ctrl+n")
        await settle(pilot, lambda: isinstance(app.screen, ResultScreen))
        await pilot.press("u")
        await settle(pilot, lambda: app.screen.query(MaterialPanel))
        app.screen.query_one("#transcript").focus()
        await pilot.press("u")
        await settle(pilot, lambda: asks(app, "condition-scope"))
        assert seen(pilot) == before
        await pilot.press("u")
        await settle(pilot, lambda: asks(app, "consent"))
        assert front.calls.count("run program") == 1
        await pilot.press("2")
        await settle(pilot, lambda: asks(app, "condition-scope"))
    assert front.calls.count("run program") == 1


async def test_a_session_that_breaks_says_so_and_the_answer_can_be_taken_back(settle, seen):
    def session(paste: Paste, probing: bool) -> Session:
        reply = yield Ask(BRANCH)
        if isinstance(reply, Answer) and reply.value == "zeros":
            raise ZeroDivisionError("broken [/]")
        return report()

    app = opened(ScriptedFront(session))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "other-branch"))
        await pilot.press("2")
        await settle(pilot, lambda: "error[internal]: ZeroDivisionError: broken [/]" in seen(pilot))
        await pilot.press("u")
        await settle(pilot, lambda: asks(app, "other-branch"))
        await pilot.press("1")
        await settle(pilot, lambda: isinstance(app.screen, ResultScreen))


async def test_hostile_text_is_shown_as_it_is(settle, seen):
    def session(paste: Paste, probing: bool) -> Session:
        yield Say(HOSTILE, "saw")
        yield RunProbe(PROBE.request, (HOSTILE,), HOSTILE)
        yield Ask(Question("q", HOSTILE, HOSTILE, (("a", HOSTILE),)))
        yield AskMaterial("source", HOSTILE, HOSTILE)
        return report()

    app = opened(ScriptedFront(session))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "q"))
        assert seen(pilot).count("[bold red]not markup[/] [@click=app.bell]no link[/] no colour") == 5
        assert "\x1b" not in seen(pilot) and "\x07" not in seen(pilot)
        await pilot.press("1")
        await settle(pilot, lambda: app.screen.query(MaterialPanel))


async def test_a_long_conversation_ends_at_its_end(settle, seen):
    def session(paste: Paste, probing: bool) -> Session:
        for number in range(60):
            yield Say(f"line {number}", "saw")
        yield Ask(BRANCH)
        return report()

    app = opened(ScriptedFront(session))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: asks(app, "other-branch"))
        transcript = app.screen.query_one("#transcript")
        await settle(pilot, lambda: transcript.scroll_y == transcript.max_scroll_y > 0)
