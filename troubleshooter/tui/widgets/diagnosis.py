"""Diagnoses in the order found, with all that supports them."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from troubleshooter.model import Diagnosis, Environment, Fact, Report, State
from troubleshooter.report import words as sentences
from troubleshooter.tui import words
from troubleshooter.tui.widgets.prose import Prose
from troubleshooter.tui.widgets.rows import Rows


def evidence(facts: Iterable[Fact]) -> Rows:
    """Facts as rows: name and value, and who settled it."""
    rows = [(fact.name, words.fact_value(fact), words.settled_by(fact)) for fact in facts]
    return Rows((20, "1fr", "2fr"), rows)


class DiagnosisView(Vertical):
    """One diagnosis."""

    DEFAULT_CSS = """
    DiagnosisView { height: auto; margin-bottom: 1; padding: 0 1; max-width: 110; }
    """

    def __init__(self, diagnosis: Diagnosis, environment: Environment, number: int, of: int) -> None:
        super().__init__()
        self._diagnosis = diagnosis
        self._environment = environment
        self._prefix = f"{number}. " if of > 1 else ""

    def compose(self) -> ComposeResult:
        """Title, basis and place; the errors; why; evidence."""
        diagnosis = self._diagnosis
        yield Prose(self._prefix + diagnosis.cause.title, "-title")
        yield Prose(sentences.basis_line(diagnosis, self._environment), "-quiet")
        yield Prose(f"in {sentences.target_line(diagnosis)}", "-quiet")
        if diagnosis.cause.summary:
            yield Prose(f"\n{diagnosis.cause.summary}")
        yield from self._errors()
        yield from self._reasons()

    def _errors(self) -> Iterable[Widget]:
        shown, hidden = self._diagnosis.error, self._diagnosis.hidden
        if shown:
            yield Prose("The error", "-heading")
            yield Prose(sentences.error_words(shown), "-inset -error")
        if hidden:
            yield Prose("The error that Keras hid", "-heading")
            yield Prose(sentences.error_words(hidden), "-inset -error")

    def _reasons(self) -> Iterable[Widget]:
        if self._diagnosis.why:
            yield Prose("Why", "-heading")
            yield from (Prose(f"· {line}", "-inset") for line in self._diagnosis.why)
        if self._diagnosis.evidence:
            yield Prose("Evidence", "-heading")
            yield evidence(self._diagnosis.evidence)


class DiagnosesPage(VerticalScroll):
    """All diagnoses of a report; where there is none, what stands in the way."""

    DEFAULT_CSS = """
    DiagnosesPage { height: 1fr; }
    DiagnosesPage > Prose { padding: 0 1; }
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def compose(self) -> ComposeResult:
        """Diagnoses, then the next step, if any."""
        report = self._report
        for number, diagnosis in enumerate(report.diagnoses, 1):
            yield DiagnosisView(diagnosis, report.environment, number, len(report.diagnoses))
        if not report.diagnoses:
            yield from self._without()
        if lines := sentences.open_error_lines(report):
            yield Prose("The error I have not explained", "-heading")
            yield Prose(lines[0], "-inset -error")
            yield from (Prose(line, "-inset -quiet") for line in lines[1:])
        if report.next:
            yield Prose("What would take it further", "-heading")
            yield Prose(f"{report.next.kind}: {report.next.text}")
            yield Prose(report.next.why, "-quiet")

    def _without(self) -> Iterable[Widget]:
        yield Prose(words.STATUS[self._report.status], "-title")
        yield Prose(sentences.status_line(self._report))
        yield from (Prose(f"· {standing.cause.title}", "-inset") for standing in sentences.suspects(self._report))
        if count := sum(standing.state is State.RULED_OUT for standing in self._report.standings):
            yield Prose(f"{sentences.counted(count, 'cause')} ruled out; see page 5.", "-quiet")
