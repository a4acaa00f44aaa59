"""The first screen, driven by keys."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input
from tui_script import HOSTILE, SOURCE, TRACEBACK, ScriptedFront

from troubleshooter.errors import InputError
from troubleshooter.tui.app import TroubleshooterApp
from troubleshooter.tui.front import Panes
from troubleshooter.tui.screens.dialogue import DialogueScreen
from troubleshooter.tui.screens.paste import PasteScreen
from troubleshooter.tui.widgets.masthead import Masthead
from troubleshooter.tui.widgets.pane import Pane


def pane(app: TroubleshooterApp, name: str) -> Pane:
    return app.screen.query_one(f"#{name}", Pane)


async def test_what_was_read_is_shown_as_text_arrives(settle, seen):
    app = TroubleshooterApp(ScriptedFront(), Panes())
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "paste a traceback, a source, or both" in seen(pilot)
        pane(app, "source").text = SOURCE
        await settle(pilot, lambda: "reads as a whole program" in seen(pilot))
        assert "no traceback" in seen(pilot)


async def test_a_paste_loses_its_escape_sequences_and_keeps_its_brackets(settle):
    app = TroubleshooterApp(ScriptedFront(), Panes())
    async with app.run_test() as pilot:
        await settle(pilot)
        traceback = pane(app, "traceback")
        traceback.focus()
        traceback.post_message(events.Paste(HOSTILE + "\nx[0]\n"))
        await settle(pilot, lambda: traceback.text)
        assert "\x1b" not in traceback.text and "\x07" not in traceback.text
        assert "[bold red]not markup[/]" in traceback.text and "x[0]" in traceback.text


async def test_diagnose_opens_the_case_with_probes(settle):
    front = ScriptedFront()
    app = TroubleshooterApp(front, Panes(TRACEBACK, SOURCE))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: isinstance(app.screen, DialogueScreen))
        await settle(pilot, lambda: "open True" in front.calls)


@pytest.mark.parametrize("way", ["switch", "worker", "start"])
async def test_probes_can_be_off(settle, way):
    front = ScriptedFront(state=("static only: no TensorFlow", False) if way == "worker" else ("ready", True))
    app = TroubleshooterApp(front, Panes(TRACEBACK), probing=way != "start")
    async with app.run_test() as pilot:
        await settle(pilot)
        if way == "switch":
            await pilot.press("ctrl+t")
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: "open False" in front.calls)


async def test_diagnose_on_nothing_says_so_and_stays(settle):
    front = ScriptedFront()
    app = TroubleshooterApp(front, Panes())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: len(app._notifications))
        assert isinstance(app.screen, PasteScreen)
        assert "read" not in front.calls


async def test_enter_in_the_complaint_diagnoses(settle):
    app = TroubleshooterApp(ScriptedFront(), Panes())
    async with app.run_test() as pilot:
        app.screen.query_one(Input).focus()
        await pilot.press(*"loss", "enter")
        await settle(pilot, lambda: isinstance(app.screen, DialogueScreen))


async def test_a_paste_that_cannot_be_read_is_said_with_its_reference(settle):
    app = TroubleshooterApp(ScriptedFront(read_error=InputError("too long [/]", hint="paste less")), Panes("x"))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: len(app._notifications))
        assert isinstance(app.screen, PasteScreen)
        assert any("error[unusable-input]: too long [/]" in note.message for note in app._notifications)


async def test_clear_empties_all(settle):
    app = TroubleshooterApp(ScriptedFront(), Panes(TRACEBACK, SOURCE, "it fails"))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+n")
        await settle(pilot)
        assert pane(app, "traceback").text == pane(app, "source").text == app.screen.query_one(Input).value == ""


async def test_the_worker_is_started_shown_and_stopped(settle, seen):
    front = ScriptedFront(state=("warming TensorFlow", True))
    app = TroubleshooterApp(front, Panes())
    async with app.run_test() as pilot:
        await settle(pilot, lambda: "● warming TensorFlow" in seen(pilot))
        front.state = ("static only: no TensorFlow [/]", False)
        await settle(pilot, lambda: "○ static only: no TensorFlow [/]" in seen(pilot))
        assert app.screen.query_one(Masthead).worker_state == front.state
    assert front.calls[0] == "start" and front.calls[-1] == "stop"


async def test_a_worker_that_does_not_start_is_said_and_nothing_ends(settle):
    class Broken(ScriptedFront):
        def start(self) -> None:
            raise OSError("no such interpreter [x]")

    app = TroubleshooterApp(Broken(), Panes())
    async with app.run_test() as pilot:
        await settle(pilot, lambda: any("no such interpreter [x]" in note.message for note in app._notifications))
        assert isinstance(app.screen, PasteScreen)
