"""The result screen: pages, repairs, clipboard, files; the modal screens and the palette."""

from __future__ import annotations

import dataclasses

import pytest
from textual.widgets import Input, TabbedContent
from tui_script import DIAGNOSIS, FIRST, HIDDEN, HOSTILE, REPAIRED, SOURCE, ZEROED, ScriptedFront, cause, report

from troubleshooter.model import Basis, Next, Proposal, Report, Status
from troubleshooter.tui.app import TroubleshooterApp
from troubleshooter.tui.commands import Command
from troubleshooter.tui.front import Panes
from troubleshooter.tui.screens.base import CommandScreen
from troubleshooter.tui.screens.dialogue import DialogueScreen
from troubleshooter.tui.screens.help import HelpScreen
from troubleshooter.tui.screens.paste import PasteScreen
from troubleshooter.tui.screens.result import PAGES, ResultScreen
from troubleshooter.tui.screens.save import SaveScreen


def opened(shown: Report) -> TroubleshooterApp:
    """An app whose session ends at once with this report."""

    def session(paste, probing):
        return shown
        yield

    return TroubleshooterApp(ScriptedFront(session), Panes("x", SOURCE))


@pytest.fixture
def result(settle):
    async def go(pilot):
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: isinstance(pilot.app.screen, ResultScreen))
        await settle(pilot)

    return go


async def test_every_page_says_its_part(result, seen, settle):
    app = opened(report())
    async with app.run_test(size=(120, 40)) as pilot:
        await result(pilot)
        text = seen(pilot)
        for part in (
            DIAGNOSIS.cause.title,
            "observed on TensorFlow 2.21.0, Keras 3.12.1, on CPU; I reproduced the failure",
            "the Lambda at line 14 (gate)",
            HIDDEN[0],
            "truth-of-tensor",
            "observed by running it",
            "verified: 7 of 7 required checks passed",
            "+     return tf.where(",
            "equal outputs where the original worked",
            "by your answer",
            "The function never returns a value",
            "Landlock: NOT applied",
        ):
            assert part in text, part
        for number, name in enumerate(PAGES, 1):
            await pilot.press(str(number))
            await settle(pilot)
            assert app.screen.query_one(TabbedContent).active == name


async def test_what_was_read_is_never_called_observed(result, seen):
    read = dataclasses.replace(DIAGNOSIS, basis=Basis.READ, reproduced="not-run", evidence=(), hidden=None)
    app = opened(report(diagnoses=(read,), proposal=None, alternatives=(), standings=()))
    async with app.run_test() as pilot:
        await result(pilot)
        assert "read, not run" in seen(pilot) and "observed" not in seen(pilot)
        assert "no automatic repair" in seen(pilot)


@pytest.mark.parametrize("status", list(Status))
async def test_a_report_without_diagnosis_says_why_and_what_next(result, seen, status):
    wish = Next("material", "source", "the function itself", "the message names it only")
    app = opened(report(status=status, diagnoses=(), proposal=None, alternatives=(), next=wish))
    async with app.run_test() as pilot:
        await result(pilot)
        assert "the function itself" in seen(pilot)
        await pilot.press("c", "a")  # hidden without a repair: nothing happens
        assert app.clipboard == ""


async def test_several_diagnoses_are_numbered_in_order(result, seen):
    second = dataclasses.replace(DIAGNOSIS, cause=cause("dtype-mismatch", "Two dtypes meet"))
    app = opened(report(diagnoses=(DIAGNOSIS, second)))
    async with app.run_test() as pilot:
        await result(pilot)
        text = seen(pilot)
        assert text.index("1. A Python `if`") < text.index("2. Two dtypes meet")
        assert "2 causes" in text


async def test_the_other_repair_changes_the_three_pages(result, seen, settle):
    app = opened(report())
    async with app.run_test() as pilot:
        await result(pilot)
        await pilot.press("a")
        await settle(pilot, lambda: "Repair 2 of 2" in seen(pilot))
        text = seen(pilot)
        assert text.count("Repair 2 of 2") == 3 and "Repair 1 of 2" not in text
        assert "not verified: nothing could be run" in text
        await pilot.press("c")
        await settle(pilot, lambda: app.clipboard == ZEROED)
        await pilot.press("a", "c")
        await settle(pilot, lambda: app.clipboard == REPAIRED)


async def test_the_report_is_copied_as_markdown(result, settle):
    app = opened(report())
    async with app.run_test() as pilot:
        await result(pilot)
        await pilot.press("y")
        await settle(pilot, lambda: app.clipboard == "markdown report: diagnosed\n")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fixed.py", REPAIRED),
        ("change.diff", FIRST.repair.diff),
        ("case.json", "json report: diagnosed\n"),
        ("case.txt", "text report: diagnosed\n"),
        ("no-suffix", REPAIRED),
    ],
    ids=["snippet", "diff", "json", "text", "no-suffix"],
)
async def test_save_by_suffix(result, settle, tmp_path, name, content):
    app = opened(report())
    async with app.run_test() as pilot:
        await result(pilot)
        await pilot.press("s")
        await settle(pilot, lambda: isinstance(app.screen, SaveScreen))
        app.screen.query_one(Input).value = str(tmp_path / name)
        await pilot.press("enter")
        await settle(pilot, (tmp_path / name).exists)
        assert (tmp_path / name).read_text() == content


async def test_a_file_that_exists_needs_a_second_enter(result, settle, seen, tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("precious")
    app = opened(report())
    async with app.run_test() as pilot:
        await result(pilot)
        await pilot.press("s")
        await settle(pilot, lambda: isinstance(app.screen, SaveScreen))
        app.screen.query_one(Input).value = str(path)
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot, lambda: "That file exists" in seen(pilot))
        assert path.read_text() == "precious"
        await pilot.press("enter")
        await settle(pilot, lambda: path.read_text() == REPAIRED)


@pytest.mark.parametrize("name", ["", "no/such/folder/x.py"])
async def test_a_file_that_cannot_be_written_is_said(result, settle, tmp_path, name):
    app = opened(report())
    async with app.run_test() as pilot:
        await result(pilot)
        await pilot.press("s")
        await settle(pilot, lambda: isinstance(app.screen, SaveScreen))
        app.screen.query_one(Input).value = str(tmp_path / name)
        await pilot.press("enter")
        await settle(pilot)
        if not name:
            assert isinstance(app.screen, SaveScreen)
            return
        await settle(pilot, lambda: any("FileNotFoundError" in note.message for note in app._notifications))


async def test_new_case_empties_the_panes(result, settle):
    app = opened(report())
    async with app.run_test() as pilot:
        await result(pilot)
        await pilot.press("n")
        await settle(pilot, lambda: isinstance(app.screen, PasteScreen))
        assert app.screen.query_one(Input).value == ""
        assert len(app.screen_stack) == 2


async def test_hostile_text_in_a_report_is_shown_as_it_is(result, seen, settle):
    hostile = dataclasses.replace(
        DIAGNOSIS,
        cause=cause(HOSTILE, HOSTILE, HOSTILE),
        error=(HOSTILE, HOSTILE),
        hidden=(HOSTILE, HOSTILE),
        why=(HOSTILE,),
    )
    repair = dataclasses.replace(FIRST.repair, source=HOSTILE, diff=HOSTILE, changes=HOSTILE, assumes=(HOSTILE,))
    app = opened(report(diagnoses=(hostile,), proposal=Proposal(repair), notes=(HOSTILE,), path=(HOSTILE,)))
    async with app.run_test(size=(200, 60)) as pilot:
        await result(pilot)
        for number in range(1, 7):
            await pilot.press(str(number))
            await settle(pilot)
            assert "[@click=app.bell]no link[/]" in seen(pilot)
            assert "\x1b" not in app.export_screenshot()


async def test_help_and_palette_know_every_command_of_every_screen(result, seen, settle):
    app = opened(report())
    async with app.run_test(size=(120, 40)) as pilot:
        for kind in (PasteScreen, DialogueScreen, ResultScreen):
            if kind is ResultScreen:
                await result(pilot)
            elif kind is DialogueScreen:
                continue
            await settle(pilot, lambda kind=kind: isinstance(app.screen, kind))
            palette = {command.title for command in app.get_system_commands(app.screen)}
            await pilot.press("f1")
            await settle(pilot, lambda: isinstance(app.screen, HelpScreen))
            for command in kind.OFFERS:
                assert command.tooltip() in seen(pilot)
            await pilot.press("escape")
            await settle(pilot)
            screen = app.screen
            assert isinstance(screen, CommandScreen)
            shown = {command.title() for command in kind.OFFERS if command.LABEL and screen.allows(command)}
            assert shown <= palette


def commands() -> list[type[Command]]:
    return [command for kind in (PasteScreen, DialogueScreen, ResultScreen) for command in kind.OFFERS]


@pytest.mark.parametrize("command", sorted(set(commands()), key=lambda command: command.__name__))
def test_every_command_has_a_sentence_and_a_key(command):
    assert command.tooltip().endswith(".") and command.bindings() and command.key_words()
    assert command.__doc__ != Command.__doc__


@pytest.mark.parametrize("kind", [PasteScreen, DialogueScreen, ResultScreen])
def test_no_two_commands_of_a_screen_share_a_key_but_those_of_different_steps(kind):
    keys = [binding.key for command in kind.OFFERS for binding in command.bindings()]
    assert len(keys) == len(set(keys))
