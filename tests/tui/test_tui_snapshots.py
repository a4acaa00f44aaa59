"""How each screen looks, at the smallest usual terminal and at a large one.

`pytest tests/tui/test_tui_snapshots.py --snapshot-update` draws them anew; look at the SVGs before committing them.
Another Textual may draw a border or a scrollbar in another way, so they hold for one version.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from tui_script import SOURCE, TRACEBACK, ScriptedFront, report, still_clock

from troubleshooter.model import Done, Paste
from troubleshooter.tui.app import TroubleshooterApp
from troubleshooter.tui.front import Panes, Session
from troubleshooter.tui.screens.help import HelpScreen
from troubleshooter.tui.screens.result import ResultScreen
from troubleshooter.tui.screens.save import SaveScreen
from troubleshooter.tui.widgets.material import MaterialPanel
from troubleshooter.tui.widgets.question import QuestionPanel

DRAWN_WITH = "8.2.8"
SIZES = [(80, 24), (120, 40)]

pytestmark = pytest.mark.skipif(version("textual") != DRAWN_WITH, reason=f"drawn with Textual {DRAWN_WITH}")
Way = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture
def walk(settle):
    """Press keys one after the other, each followed by the wait that belongs to it; then hold the cursors still."""

    def of(*stations: tuple[str, Callable[[Pilot[None]], object]]) -> Way:
        async def way(pilot: Pilot[None]) -> None:
            await settle(pilot)
            for key, until in stations:
                if key:
                    await pilot.press(key)
                await settle(pilot, lambda until=until: until(pilot))
            for cursor in (*pilot.app.screen.query(TextArea), *pilot.app.screen.query(Input)):
                cursor.cursor_blink = False
            await settle(pilot)

        return way

    return of


def at_once(paste: Paste, probing: bool) -> Session:
    """A session that has nothing to ask."""
    yield Done(report(paste))
    return report(paste)


def asking(fact: str) -> Callable[[Pilot[None]], object]:
    return lambda pilot: any(panel.question.fact == fact for panel in pilot.app.screen.query(QuestionPanel))


def on(screen: type) -> Callable[[Pilot[None]], object]:
    return lambda pilot: isinstance(pilot.app.screen, screen)


def reading(pilot: Pilot[None]) -> object:
    return any("reads as" in str(row.content) for row in pilot.app.screen.query("#read Prose"))


def running(pilot: Pilot[None]) -> object:
    return any("running 2.5 s" in str(row.content) for row in pilot.app.screen.query("ProbeEntry .state"))


def material(pilot: Pilot[None]) -> object:
    return pilot.app.screen.query(MaterialPanel)


def anything(pilot: Pilot[None]) -> object:
    return True


CONSENT = ("ctrl+r", asking("consent"))
SCOPE = (CONSENT, ("1", asking("condition-scope")))
MATERIAL = (*SCOPE, ("2", material))
WHOLE = (*MATERIAL, ("ctrl+n", on(ResultScreen)))
RESULT = (("ctrl+r", on(ResultScreen)),)
AT_ONCE = ("snippet", "diff", "checks", "causes", "notes", "other-repair", "save")
VIEWS = {
    "paste": (("", reading),),
    "consent": (CONSENT,),
    "question": SCOPE,
    "help": (*SCOPE, ("f1", on(HelpScreen))),
    "material": MATERIAL,
    "diagnosis": WHOLE,
    "snippet": (*RESULT, ("2", anything)),
    "diff": (*RESULT, ("3", anything)),
    "checks": (*RESULT, ("4", anything)),
    "causes": (*RESULT, ("5", anything)),
    "notes": (*RESULT, ("6", anything)),
    "other-repair": (*RESULT, ("2", anything), ("a", anything)),
    "save": (*RESULT, ("s", on(SaveScreen))),
    "conversation": (*WHOLE, ("escape", anything)),
}


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("view", VIEWS)
def test_look(snap_compare, walk, view, size):
    front = ScriptedFront(at_once) if view in AT_ONCE else ScriptedFront()
    app = TroubleshooterApp(front, Panes(TRACEBACK, SOURCE))
    assert snap_compare(app, terminal_size=size, run_before=walk(*VIEWS[view]))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_look_of_the_empty_first_screen(snap_compare, walk, size):
    front = ScriptedFront(state=("static only: no TensorFlow here", False))
    assert snap_compare(TroubleshooterApp(front, Panes()), terminal_size=size, run_before=walk())


def test_look_of_a_running_probe(snap_compare, walk):
    app = TroubleshooterApp(ScriptedFront(hold=True), Panes(TRACEBACK, SOURCE), clock=still_clock())
    assert snap_compare(app, run_before=walk(CONSENT, ("1", running)))


def test_look_without_colour(snap_compare, walk, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = TroubleshooterApp(ScriptedFront(at_once), Panes(TRACEBACK, SOURCE))
    assert snap_compare(app, run_before=walk(*RESULT, ("4", anything)))
