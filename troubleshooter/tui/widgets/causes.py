"""Every other cause that was looked at, still a suspect or ruled out, with the facts for or against it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from troubleshooter.model import Report, Standing, State
from troubleshooter.report import words as sentences
from troubleshooter.tui import words
from troubleshooter.tui.widgets.diagnosis import evidence
from troubleshooter.tui.widgets.prose import Prose


class CausesPage(VerticalScroll):
    """The causes that no diagnosis names."""

    DEFAULT_CSS = """
    CausesPage { height: 1fr; padding: 0 1; Rows { padding-left: 4; margin-bottom: 1; color: $text-muted; } }
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def compose(self) -> ComposeResult:
        """Suspects where the case stayed open, then the others, each group with its count."""
        suspects = sentences.suspects(self._report)
        ruled_out = sentences.standings(self._report, State.RULED_OUT)
        yield from self._group("Still a suspect", "?", suspects)
        yield from self._group("Ruled out", "✗", ruled_out)
        if not (suspects or ruled_out):
            yield Prose("No other cause was a suspect.", "-heading -quiet")

    def _group(self, title: str, sign: str, group: Iterable[Standing]) -> Iterable[Widget]:
        group = tuple(group)
        if group:
            yield Prose(f"{title}: {sentences.counted(len(group), 'cause')}", "-heading")
        for standing in group:
            yield from self._standing(sign, standing)

    def _standing(self, sign: str, standing: Standing) -> Iterable[Widget]:
        yield Prose(f"{sign} {standing.cause.title}", "-inset")
        if standing.evidence:
            yield evidence(standing.evidence)


class NotesPage(VerticalScroll):
    """Notes, assumptions, the path walked, environment, confinement and times."""

    DEFAULT_CSS = """
    NotesPage { height: 1fr; padding: 0 1; }
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def compose(self) -> ComposeResult:
        """One group each, the empty ones left out."""
        report = self._report
        assumes = report.proposal.repair.assumes if report.proposal else ()
        yield from self._group("Notes", sentences.notes(report))
        yield from self._group("Assumed without asking", assumes)
        yield from self._group("The path", report.path)
        yield from self._group("Where it ran", (words.environment(report.environment), *self._confinement()))
        times = f"{report.static_seconds:.2f} s reading, {report.probe_seconds:.1f} s in probes"
        yield from self._group("Time", (times,))

    def _confinement(self) -> Iterable[str]:
        for layer, applied in self._report.environment.confinement:
            yield f"{layer}: {'applied' if applied else 'NOT applied'}"

    def _group(self, title: str, lines: Iterable[str]) -> Iterable[Widget]:
        lines = tuple(lines)
        if lines:
            yield Prose(title, "-heading")
            yield from (Prose(f"· {line}", "-inset") for line in lines)
