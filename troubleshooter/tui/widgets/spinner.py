"""A sign that turns with time; the words beside it say the same."""

from __future__ import annotations

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


def frame(seconds: float) -> str:
    """The sign after so many seconds; ten a second."""
    return _FRAMES[int(seconds * 10) % len(_FRAMES)]
