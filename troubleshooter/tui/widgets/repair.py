"""The pages about a repair: its headline, the corrected snippet, the diff, the verification."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from troubleshooter.model import Proposal
from troubleshooter.report.words import recipe_names
from troubleshooter.tui import words
from troubleshooter.tui.widgets.prose import Prose
from troubleshooter.tui.widgets.rows import Rows


class RepairHeadline(Vertical):
    """Which of the repairs is shown, how safe it is, whether it is verified, what it changes."""

    DEFAULT_CSS = """
    RepairHeadline { height: auto; padding: 0 1; margin-bottom: 1; }
    """

    def __init__(self, proposal: Proposal, number: int, of: int) -> None:
        super().__init__()
        self._proposal = proposal
        self._which = f"Repair {number} of {of} (a: next)" if of > 1 else "Repair"

    def compose(self) -> ComposeResult:
        """Two lines, and one each for what it assumes and changes."""
        repair, verdict = self._proposal.repair, self._proposal.verdict
        recipes = " + ".join(recipe_names(repair.recipe))
        yield Prose(f"{self._which}: {recipes} · {words.SAFETY[repair.safety]}", "-title")
        good = verdict is not None and verdict.verified
        yield Prose(("✓ " if good else "! ") + words.verdict(self._proposal), "-good" if good else "-doubt")
        if repair.changes:
            yield Prose(f"changes: {repair.changes}", "-quiet")
        if repair.assumes:
            yield Prose(f"assumes: {'; '.join(repair.assumes)}", "-quiet")


class ChecksPage(VerticalScroll):
    """The verification table."""

    DEFAULT_CSS = """
    ChecksPage { height: 1fr; }
    """

    def __init__(self, proposal: Proposal | None) -> None:
        super().__init__()
        self._proposal = proposal

    def compose(self) -> ComposeResult:
        """Headline and table."""
        if self._proposal is None or self._proposal.verdict is None:
            yield Prose("Nothing was verified: nothing could be run.", "-inset -quiet")
            return
        yield from self._table()

    def _table(self) -> Iterable[Widget]:
        assert self._proposal is not None and self._proposal.verdict is not None
        rows = [words.check_row(check) for check in self._proposal.verdict.checks]
        yield Rows(("1fr", 16, 13, 9), rows, ("check", "kind", "outcome", "seconds"))
