"""causes/<name>/ -> Cause."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, cast

from troubleshooter.catalog.document import read
from troubleshooter.catalog.fields import Table, top
from troubleshooter.catalog.symptoms import LINES, check_values, read_symptoms
from troubleshooter.catalog.vocabulary import Vocabulary
from troubleshooter.errors import KnowledgeError
from troubleshooter.model import Cause, Literals, RepairPlan

SAFETIES = frozenset({"safe", "unsafe", "display-only"})
CAUSE_KEYS = frozenset({"title", "summary", "keras", "order", "folk", "symptom", "evidence", "repair"})
SECTIONS = ("What happens", "Why", "How to fix it", "When the repair changes behaviour", "References")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_cause(folder: Path, root: Path, vocabulary: Vocabulary) -> Cause:
    """Read one folder; raise KnowledgeError at the first thing that breaks the schema."""
    if not _KEBAB.fullmatch(folder.name):
        where = f"{folder.relative_to(root.parent).as_posix()}:1"
        raise KnowledgeError("a cause's name is kebab-case", where=where, hint="lower-case words joined by hyphens")
    table = top(read(folder / "cause.toml", root))
    table.only(CAUSE_KEYS)
    return Cause(
        name=folder.name,
        title=table.text("title"),
        summary=table.text("summary"),
        explanation=_explanation(folder, root),
        symptoms=read_symptoms(table, vocabulary.facts, vocabulary.patterns),
        evidence=_evidence(table, vocabulary),
        repair=_repair(table, vocabulary),
        keras=_lines(table),
        folk=table.flag("folk"),
        order=table.number("order", 0),
        folder=str(folder),
    )


def _explanation(folder: Path, root: Path) -> str:
    path = folder / "explanation.md"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        where = f"{path.relative_to(root.parent).as_posix()}:1"
        hint = f"write it with the headings {', '.join(SECTIONS)}"
        raise KnowledgeError("this cause has no readable explanation.md", where=where, hint=hint) from error


def _lines(table: Table) -> tuple[str, ...]:
    lines = table.texts("keras", ("2", "3"))
    for line in lines:
        if line not in LINES:
            raise table.broken("keras", f"there is no Keras line {line!r}", 'write keras = ["2", "3"], or one of them')
    return lines


def _evidence(table: Table, vocabulary: Vocabulary) -> tuple[Literals, ...]:
    blocks = tuple(_block(one, vocabulary) for one in table.tables("evidence"))
    if not blocks:
        raise table.broken("evidence", "without evidence this cause could never be shown", "add an [[evidence]] table")
    return blocks


def _block(table: Table, vocabulary: Vocabulary) -> Literals:
    block: dict[str, tuple[str, ...]] = {}
    for name in table.data:
        if name not in vocabulary.facts:
            raise table.broken(name, f"the vocabulary has no fact `{name}`", "correct it, or add it to vocabulary.toml")
        block[name] = table.texts(name)
        check_values(table, name, vocabulary.facts[name], block[name])
    if not block:
        raise table.broken("", "this evidence block is empty and would always hold", 'write fact = "value" lines in it')
    return block


def _repair(table: Table, vocabulary: Vocabulary) -> RepairPlan | None:
    inner = table.table("repair")
    if inner is None:
        return None
    inner.only({"recipe", "safety", "needs"})
    needs = inner.texts("needs", ())
    known = ", ".join(sorted(vocabulary.questions))
    for fact in needs:
        if fact not in vocabulary.questions:
            raise inner.broken("needs", f"no question settles `{fact}`", f"use: {known}")
    safety = cast(Literal["safe", "unsafe", "display-only"], inner.choice("safety", SAFETIES))
    return RepairPlan(inner.choice("recipe", vocabulary.recipes), safety, needs)
