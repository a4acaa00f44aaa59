"""One entry of the conversation: a word in the gutter, text beside it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from troubleshooter.model import Diagnosis, Proposal, Say
from troubleshooter.report import plain
from troubleshooter.report.words import recipe_names
from troubleshooter.tui import words
from troubleshooter.tui.widgets.prose import Prose


class Entry(Horizontal):
    """A gutter word (`saw`, `ruled out`, `you` ...) and a text; `kind` also names the look."""

    DEFAULT_CSS = """
    Entry {
        height: auto; padding: 0 1;
        .gutter { width: 11; color: $text-muted; text-align: right; padding-right: 2; }
        .body { width: 1fr; }
        .detail { width: 1fr; color: $text-muted; }
        &.-suspect .gutter { color: $text-warning; }
        &.-ruled-out { .gutter, .body { color: $text-muted; } }
        &.-diagnosis { margin-top: 1; .gutter { color: $text-primary; } .body { text-style: bold; } }
        &.-repair .gutter { color: $text-success; }
        &.-asked { margin-top: 1; .body { color: $text; } }
        &.-you { margin-bottom: 1; .gutter { color: $text-accent; text-style: bold; } .body { text-style: bold; } }
        &.-problem { .gutter, .body { color: $text-error; } .gutter { text-style: bold; } }
    }
    """

    def __init__(self, gutter: str, text: str, kind: str) -> None:
        super().__init__(classes=f"-{kind}")
        self.text = plain(text)
        self._gutter = gutter

    def compose(self) -> ComposeResult:
        """Gutter, body."""
        yield Prose(self._gutter, "gutter")
        yield Prose(self.text, "body")


def said(step: Say) -> Entry:
    """The entry of a `Say`."""
    return Entry(words.GUTTER.get(step.kind, step.kind), step.text, step.kind)


def proposed(diagnosis: Diagnosis, proposal: Proposal) -> Entry:
    """The entry of a `Propose`."""
    repair = proposal.repair
    recipes = " + ".join(recipe_names(repair.recipe))
    changes = f"; {repair.changes}" if repair.changes else ""
    text = f"{diagnosis.cause.title}: {recipes} ({words.SAFETY[repair.safety]}); {words.verdict(proposal)}{changes}"
    return Entry("repair", text, "repair")
