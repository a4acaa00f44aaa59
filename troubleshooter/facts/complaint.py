"""What a person says goes wrong -> which of the known complaints it is. Words are compared, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from troubleshooter.model import Complaint

_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])|;|\n\s*\n|\bbut\b")
_WORD = re.compile(r"[a-z0-9_][a-z0-9_'’-]*(?:\.\d+)?")
_NOT = re.compile(r"n['’]t\b|\b(do|does|did|is|are|was|were|has|have|had|could|would|should)nt\b")
_MOST = 20_000  # characters of a complaint that are read; a person writes a sentence or a page


def heard(text: str, complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """The complaints that some sentence of `text` makes, in the order of the vocabulary."""
    sentences = [_words(sentence.lower()) for sentence in _SENTENCE.split(text[:_MOST])]
    return tuple(one for one in complaints if any(_says(one, words) for words in sentences))


def speaks_our_words(text: str, complaints: Iterable[Complaint]) -> bool:
    """Whether `text` makes a complaint with two known words or more, though perhaps none that is known as a whole."""
    words = _words(text[:_MOST].lower())
    groups = {group for one in complaints for group in (group for line in one.says for group in line)}
    return sum(_has(words, group) for group in groups) > 1


def _words(text: str) -> list[str]:
    return _WORD.findall(_NOT.sub(" not ", text))


def _says(complaint: Complaint, words: Sequence[str]) -> bool:
    return any(all(_has(words, group) for group in line) for line in complaint.says)


def _has(words: Sequence[str], group: Sequence[str]) -> bool:
    return any(word.startswith(one[:-1]) if one.endswith("*") else word == one for one in group for word in words)
