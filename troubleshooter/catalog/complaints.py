"""complaints.toml -> what people say goes wrong, and the question for words that it does not have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from troubleshooter.catalog.document import read
from troubleshooter.catalog.fields import Table, top
from troubleshooter.model import Complaint, FactSpec, Question

SAID = "said"  # the fact that a complaint, or the answer to the question about it, settles
_TEXT = "I do not know these words. Which of these comes closest to what goes wrong?"
_WHY = "Nothing was printed, so what you see is all there is to go by."


def load_complaints(root: Path) -> tuple[Complaint, ...]:
    """Read `root`/complaints.toml; none where there is no such file; KnowledgeError where its form is broken."""
    if not (root / "complaints.toml").is_file():
        return ()
    table = top(read(root / "complaints.toml", root))
    table.only({"words", "complaints"})
    words = _words(table)
    found = tuple(_complaint(one, words) for one in table.tables("complaints"))
    _refuse_twice(table, found)
    return found


def said_fact(complaints: tuple[Complaint, ...]) -> Mapping[str, FactSpec]:
    """The fact that says what a person complains of: its values are the complaints' names."""
    if not complaints:
        return {}
    names = tuple(one.name for one in complaints)
    meaning = "what a person says goes wrong, in one of the ways that complaints.toml lists"
    return {SAID: FactSpec(SAID, "case", names, ("complaint", "answer"), meaning)}


def said_question(complaints: tuple[Complaint, ...]) -> Mapping[str, Question]:
    """The question for a complaint in words that nobody knows; it has no default, as nothing may be guessed."""
    if not complaints:
        return {}
    return {SAID: Question(SAID, _TEXT, _WHY, tuple((one.name, one.means) for one in complaints))}


def _words(table: Table) -> dict[str, tuple[str, ...]]:
    group = table.table("words")
    if group is None:
        return {}
    for name in group.data:
        for word in group.texts(name):
            if word != word.lower() or " " in word or not word.rstrip("*"):
                raise group.broken(name, f"{word!r} is not one word in small letters", 'write "learn" or "learn*"')
    return {name: group.texts(name) for name in group.data}


def _complaint(table: Table, words: Mapping[str, tuple[str, ...]]) -> Complaint:
    table.only({"name", "means", "says", "reads_as"})
    says = []
    for line in table.texts("says"):
        for name in line.split():
            if name not in words:
                raise table.broken("says", f"there are no words called `{name}`", f"add {name} = [...] to [words]")
        says.append(tuple(words[name] for name in line.split()))
    if not says or not all(says):
        raise table.broken("says", "nothing that a person could say", "name some of the [words]")
    return Complaint(table.text("name"), table.text("means"), tuple(says), table.text("reads_as"))


def _refuse_twice(table: Table, found: tuple[Complaint, ...]) -> None:
    names = [one.name for one in found]
    for name in names:
        if names.count(name) > 1:
            raise table.broken("complaints", f"there are two complaints called {name!r}", "give each a name of its own")
