"""Examples through the screen (marker tf): pasted, answered by keys, probed by a real worker, read off the result.

One warm worker serves all (it answers a probe that it ran before from memory); the app is new for each example. What is
asserted is what a person sees.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable

import pytest
from examples import Example, chosen
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from troubleshooter.catalog import load
from troubleshooter.cli.front import DriverFront
from troubleshooter.driver import Driver
from troubleshooter.intake import clean
from troubleshooter.model import Cause, Question
from troubleshooter.tui.app import TroubleshooterApp
from troubleshooter.tui.front import Panes
from troubleshooter.tui.screens.dialogue import DialogueScreen
from troubleshooter.tui.screens.paste import PasteScreen
from troubleshooter.tui.screens.result import ResultScreen
from troubleshooter.tui.widgets.diagnosis import DiagnosisView
from troubleshooter.tui.widgets.material import MaterialPanel
from troubleshooter.tui.widgets.pane import Pane
from troubleshooter.tui.widgets.question import QuestionPanel

pytestmark = pytest.mark.tf

CAUSES = {cause.name: cause for cause in load().causes}
ALL = chosen()
BROKEN = [pytest.param(one, id=one.id) for one in ALL if not CAUSES[one.cause].folk]
BELIEVED = [pytest.param(one, id=one.id) for one in ALL if CAUSES[one.cause].folk]
VERIFIED = re.compile(r"verified: (\d+) of (\d+) required checks? passed")
SECONDS = 150  # for one wait: two runs of a program on a busy machine


class SharedFront(DriverFront):
    """The real front; the end of the app does not end the worker, which serves the next example too."""

    def stop(self) -> None:
        """Nothing: the fixture stops it."""


class Shop:
    """The worker that all examples share, and the Keras line it runs."""

    def __init__(self, driver: Driver) -> None:
        environment = driver.environment()
        self.front = SharedFront(driver)
        self.line = environment.line if environment else ""


@pytest.fixture(scope="module")
def shop(driver: Driver) -> Shop:
    return Shop(driver)


async def wait(pilot: Pilot[None], until: Callable[[], object]) -> None:
    """Until it holds, and nothing is left to draw."""
    end = time.monotonic() + SECONDS
    while not until():
        assert time.monotonic() < end, f"it did not come to this; on the screen:\n{seen(pilot)[-2000:]}"
        await pilot.pause()
        await asyncio.sleep(0.02)
    await pilot.pause()


def seen(pilot: Pilot[None]) -> str:
    """All text of the screen on top, shown or scrolled away."""
    return "\n".join(str(static.content) for static in pilot.app.screen.query(Static))


async def paste(pilot: Pilot[None], example: Example, line: str) -> None:
    """Put the texts where a person puts them: as a terminal hands over a paste, to the widget that has the focus."""
    texts = {"traceback": example.traceback(line), "source": example.before, "complaint": example.complaint}
    for name, text in texts.items():
        field = pilot.app.screen.query_one(f"#{name}", Input if name == "complaint" else Pane)
        field.focus()
        await wait(pilot, lambda field=field: field.has_focus)
        pilot.app.post_message(events.Paste(text))
        await wait(pilot, lambda field=field, text=text: content(field).strip() == clean(text).strip())


def content(field: Pane | Input) -> str:
    return field.text if isinstance(field, Pane) else field.value


def key_for(question: Question, replies: dict[str, str]) -> str:
    """The digit that gives this answer; 0 says that one is not sure."""
    value = "yes" if question.fact == "consent" else replies.get(question.fact, "")
    values = [choice for choice, _ in question.choices]
    return str(values.index(value) + 1) if value in values else "0"


async def answer_all(pilot: Pilot[None], replies: dict[str, str]) -> list[str]:
    """Answer what is asked by keys until the result shows; returns the facts asked for."""
    asked: list[str] = []
    while True:
        await wait(pilot, lambda: standing(pilot) or isinstance(pilot.app.screen, ResultScreen))
        panel = standing(pilot)
        if panel is None:
            return asked
        assert isinstance(panel, QuestionPanel), "nothing is missing, so no text may be asked for"
        assert panel.question.fact not in asked, f"{panel.question.fact} is asked twice"
        asked.append(panel.question.fact)
        await pilot.press(key_for(panel.question, replies))
        await wait(pilot, lambda panel=panel: standing(pilot) is not panel)


def standing(pilot: Pilot[None]) -> QuestionPanel | MaterialPanel | None:
    """The question that waits for a reply."""
    panels = [*pilot.app.screen.query(QuestionPanel), *pilot.app.screen.query(MaterialPanel)]
    return panels[0] if panels else None


async def through_the_screen(shop: Shop, example: Example, look: Callable[[Pilot[None], list[str]], None]) -> None:
    """From the empty first screen to the result, where `look` sees it."""
    app = TroubleshooterApp(shop.front, Panes())
    async with app.run_test(size=(140, 50)) as pilot:
        await wait(pilot, lambda: isinstance(app.screen, PasteScreen))
        await paste(pilot, example, shop.line)
        await pilot.press("ctrl+r")
        await wait(pilot, lambda: isinstance(app.screen, DialogueScreen | ResultScreen))
        asked = await answer_all(pilot, example.replies)
        await pilot.press("c")
        await pilot.pause()
        look(pilot, asked)


def headline(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#headline", Static).content)


def titles(pilot: Pilot[None]) -> list[str]:
    """The titles of the diagnoses, in the order shown."""
    views = pilot.app.screen.query(DiagnosisView)
    return [str(view.query(Static).first().content) for view in views]


@pytest.mark.parametrize("example", BROKEN)
async def test_the_screen_shows_this_cause_alone_and_a_verified_snippet(shop: Shop, example: Example) -> None:
    cause = CAUSES[example.cause]

    def look(pilot: Pilot[None], asked: list[str]) -> None:
        assert titles(pilot) == [cause.title]
        assert headline(pilot).startswith("Diagnosed")
        assert asked[0] == "consent"
        assert set(example.replies) <= set(asked), "the example gives answers that nobody asks for"
        if not example.after:
            assert not VERIFIED.search(headline(pilot))
            return
        counts = VERIFIED.search(headline(pilot))
        assert counts and counts[1] == counts[2] and int(counts[1]) > 0, headline(pilot)
        assert "not verified" not in headline(pilot)
        assert "observed on TensorFlow" in seen(pilot)
        assert pilot.app.clipboard.rstrip() == example.after.rstrip()

    await through_the_screen(shop, example, look)


@pytest.mark.parametrize("example", BELIEVED)
async def test_the_screen_clears_a_belief(shop: Shop, example: Example) -> None:
    cause: Cause = CAUSES[example.cause]

    def look(pilot: Pilot[None], asked: list[str]) -> None:
        assert titles(pilot) == []
        assert headline(pilot).startswith("Healthy") and "no automatic repair" in headline(pilot)
        assert cause.title in seen(pilot)
        assert asked == ["consent"]
        assert pilot.app.clipboard == ""

    await through_the_screen(shop, example, look)
