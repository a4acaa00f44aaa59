"""One box of a paste: its lines, undressed, which of them are an error's, and what each was taken for in the end."""

from __future__ import annotations

from dataclasses import dataclass

from troubleshooter.intake.fences import fence_lines
from troubleshooter.intake.noise import is_noise
from troubleshooter.intake.notebook_file import NotebookFile
from troubleshooter.intake.silent import warning_lines
from troubleshooter.intake.split import Parts, split
from troubleshooter.intake.undress import Undressed, undressed
from troubleshooter.model import Snippet


@dataclass(frozen=True)
class Box:
    """`text` is cleaned, `dressed` its lines as an error's reader wants them, `parts` indexes of these.

    `pasted` is how many lines the person gave, `unread` how many of them were cut off before `text` begins; `notebook`
    is set where `text` was taken out of a notebook file, whose lines these are.
    """

    label: str
    text: str
    dressed: Undressed
    parts: Parts
    pasted: int = 0
    unread: int = 0
    notebook: NotebookFile | None = None

    @property
    def source_lines(self) -> set[int]:
        """The indexes of the lines of `text` that may be source."""
        return {self.dressed.numbers[index] for index in self.parts.source}

    def only(self, keep: list[int]) -> Undressed:
        """Some of the undressed lines; `keep` are their indexes, in order."""
        places = {index: place for place, index in enumerate(keep)}
        inside = {places[index] for index in self.dressed.inside if index in places}
        lines, numbers = self.dressed.lines, self.dressed.numbers
        return Undressed([lines[i] for i in keep], [numbers[i] + self.unread for i in keep], inside)


def make_box(label: str, text: str, pasted: int, unread: int, notebook: NotebookFile | None = None) -> Box:
    """Undress and split one text that was cleaned."""
    dressed = undressed(text)
    return Box(label, text, dressed, split(dressed.lines), pasted, unread, notebook)


def account_of(box: Box, error: bool, snippet: Snippet | None, complaint: bool) -> tuple[str, ...]:
    """What each pasted line was taken for. `error`: the failure stood here; `snippet`: the source that did."""
    lines = box.text.split("\n")
    words = [_plain_word(line, error, complaint) for line in lines]
    for index in fence_lines(lines):
        words[index] = "fence"
    for index in warning_lines(lines):
        if index < len(words):
            words[index] = "warning"
    for index in box.parts.error if error else ():
        words[box.dressed.numbers[index]] = "error"
    if box.notebook is not None:
        return _of_file(box, snippet)
    for line in _lines_of(snippet, len(lines)):
        words[line - 1] = "source"
    below = box.pasted - box.unread - len(words)
    return (*["unread"] * box.unread, *words, *["unread"] * below)


def _of_file(box: Box, snippet: Snippet | None) -> tuple[str, ...]:
    """Of a notebook file the lines of its cells are told; all the rest is the file's own."""
    words = ["words"] * box.pasted
    for line in snippet.lines if snippet is not None else ():
        words[line - 1] = "source"
    return tuple(words)


def _plain_word(line: str, error: bool, complaint: bool) -> str:
    if not line.strip():
        return "blank"
    if is_noise(line):
        return "log"
    return "complaint" if complaint else "error" if error else "words"


def _lines_of(snippet: Snippet | None, count: int) -> list[int]:
    if snippet is None:
        return []
    numbers = snippet.lines or range(1, snippet.text.count("\n") + 2)
    return [number for number in numbers if 0 < number <= count]
