"""The state of one case while the dialogue goes on."""

from __future__ import annotations

import difflib
from collections.abc import Generator
from dataclasses import dataclass, field, replace

from troubleshooter.catalog import Catalog
from troubleshooter.model import (
    Diagnosis,
    Environment,
    Next,
    Outcome,
    Paste,
    Place,
    Proposal,
    Reply,
    Snippet,
    Standing,
    Step,
    Target,
    Traceback,
)
from troubleshooter.reasoning import FactBook

Steps = Generator[Step, Reply, None]


@dataclass
class Case:
    """One troubleshooting run. `snippet` is the current source: as pasted, later with the repairs made so far.

    `outcome` is the last run of the current source (of the program, or of a slice when `whole` is False); `failure` the
    error it is about now: the observed one where it was run, else the pasted one.
    """

    paste: Paste
    catalog: Catalog
    environment: Environment
    probing: bool
    snippet: Snippet | None = None
    consent: bool | None = None
    book: FactBook = field(default_factory=FactBook)
    targets: tuple[Target, ...] = ()
    chosen: tuple[Target, ...] = ()
    outcome: Outcome | None = None
    whole: bool = True
    failure: Traceback | None = None
    diagnoses: list[Diagnosis] = field(default_factory=list)
    standings: dict[str, Standing] = field(default_factory=dict)
    proposal: Proposal | None = None
    alternatives: list[Proposal] = field(default_factory=list)
    next: Next | None = None
    notes: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    probe_seconds: float = 0.0
    asked_source: bool = False
    asked_words: bool = False
    said: tuple[str, ...] = ()  # what the complaint was taken for, as sentences
    unexplained: bool = False  # no cause was found for the failure in hand
    pointed: bool = False  # the run itself pointed at the target

    @property
    def runnable(self) -> bool:
        """Whether a probe may run: there is a TensorFlow, a source that a person gave, and no "no" to running it."""
        given = self.snippet is not None and not self.quoted
        return self.probing and given and self.consent is not False

    @property
    def quoted(self) -> bool:
        """Whether all the source there is are the lines that the traceback shows: to be read, but no program to run."""
        if self.snippet is None or self.paste.traceback is None or not self.snippet.partial:
            return False
        if self.snippet.quoted:
            return True
        shown = {frame.code.strip() for link in self.paste.traceback.chain for frame in link.frames}
        return all(line.strip() in shown for line in self.snippet.text.splitlines() if line.strip())

    @property
    def foreign(self) -> bool:
        """The paste comes from another Keras line than the one that probes run on."""
        pasted = self.paste.traceback.keras if self.paste.traceback else ""
        return bool(pasted and self.environment.line and pasted != self.environment.line)

    @property
    def keras(self) -> str:
        """The Keras line of the failure: the pasted text's, else that of the interpreter."""
        pasted = self.paste.traceback.keras if self.paste.traceback else ""
        return pasted if pasted and not self.observed else self.environment.line or pasted

    @property
    def observed(self) -> bool:
        """Whether the failure in hand was seen on the worker and not only pasted."""
        return self.outcome is not None and bool(self.outcome.chain)

    @property
    def complaint(self) -> str:
        """The person's words, and below them what they were taken for."""
        return "\n".join([self.paste.complaint, *self.said])

    def note(self, text: str) -> None:
        """Keep a remark for the report, once."""
        if text not in self.notes:
            self.notes.append(text)

    def pasted_place(self, place: Place | None) -> Place | None:
        """A place in the current source, told as the place in the source as pasted."""
        original, current = self.paste.snippet, self.snippet
        if place is None or original is None or current is None:
            return place
        line = original.pasted_line(_back(original.text, current.text, place.line))
        last = original.pasted_line(_back(original.text, current.text, place.end_line))
        return replace(place, line=line, end_line=max(line, last))


def _back(original: str, current: str, line: int) -> int:
    """The line of `original` that line `line` of `current` came from, or the one it was put in front of."""
    if original == current:
        return line
    matcher = difflib.SequenceMatcher(None, original.splitlines(), current.splitlines(), autojunk=False)
    for _, old, old_end, new, new_end in matcher.get_opcodes():
        if new <= line - 1 < new_end:
            return min(old + (line - 1 - new), max(old_end - 1, old)) + 1
    return line
