"""The full-screen front end. `run_app` is its only door; Textual is imported when it is opened, not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from troubleshooter.tui.front import Front, Panes

__all__ = ["run_app"]


def run_app(front: Front, panes: Panes | None = None, *, probing: bool = True) -> int:
    """Open the app on `front`, with what is already known in its panes; return the exit status (0, or Textual's own).

    `probing` False starts the case as a static one; the person can change that on the first screen.
    """
    from troubleshooter.tui.app import TroubleshooterApp
    from troubleshooter.tui.front import Panes

    app = TroubleshooterApp(front, panes or Panes(), probing=probing)
    app.run()
    return app.return_code or 0
