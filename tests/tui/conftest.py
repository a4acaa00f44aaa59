"""Opens the app on a scripted front, and waits until it has come to rest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static


@pytest.fixture
def settle() -> Callable[..., object]:
    """Wait until a condition holds (at most thirty seconds), then until nothing is left to draw or to animate."""

    async def wait(pilot: Pilot[None], until: Callable[[], object] = lambda: True) -> None:
        for _ in range(1500):
            await pilot.pause()
            if until():
                break
            await asyncio.sleep(0.02)
        assert until(), "it did not come to this"
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()

    return wait


@pytest.fixture
def seen() -> Callable[[Pilot[None]], str]:
    """All text on the screen that stands on top, shown or scrolled away."""

    def texts(pilot: Pilot[None]) -> str:
        return "\n".join(str(static.content) for static in pilot.app.screen.query(Static))

    return texts
