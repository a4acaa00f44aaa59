"""vocabulary.toml -> the closed lists that a cause may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from troubleshooter.catalog.document import read
from troubleshooter.catalog.fields import Table, top
from troubleshooter.catalog.symptoms import PATTERN_KEYS, check_values, text_symptom
from troubleshooter.model import FactSpec, Question, Symptom, Telling

SUBJECTS = frozenset({"case", "function"})
TELLING_KEYS = PATTERN_KEYS - {"complaint"}
SOURCES = frozenset({"traceback", "source", "environment", "complaint", "answer"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The closed lists, and the symptom patterns that several causes share."""

    facts: Mapping[str, FactSpec]
    questions: Mapping[str, Question]
    patterns: Mapping[str, tuple[Symptom, ...]]
    recipes: frozenset[str]
    probes: frozenset[str]
    materials: frozenset[str]


def load_vocabulary(root: Path) -> Vocabulary:
    """Read `root`/vocabulary.toml; raise KnowledgeError at the first line that breaks the schema."""
    table = top(read(root / "vocabulary.toml", root))
    table.only({"facts", "questions", "patterns", "recipes", "probes", "materials"})
    probes = frozenset(table.texts("probes"))
    facts = {name: _fact(name, one, probes) for name, one in _named(table, "facts")}
    return Vocabulary(
        facts=facts,
        questions={name: _question(name, one, facts) for name, one in _named(table, "questions")},
        patterns=_patterns(table),
        recipes=frozenset(table.texts("recipes")),
        probes=probes,
        materials=frozenset(table.texts("materials")),
    )


def _named(table: Table, key: str) -> list[tuple[str, Table]]:
    group = table.table(key)
    if group is None:
        return []
    return [(name, inner) for name in group.data if (inner := group.table(name)) is not None]


def _fact(name: str, table: Table, probes: frozenset[str]) -> FactSpec:
    table.only({"subject", "settled_by", "values", "meaning", "texts", "otherwise"})
    settled_by = table.texts("settled_by")
    known = SOURCES | {f"probe:{probe}" for probe in probes}
    for who in settled_by:
        if who not in known:
            raise table.broken("settled_by", f"nobody is called {who!r}", f"use one of: {', '.join(sorted(known))}")
    subject = cast(Literal["case", "function"], table.choice("subject", SUBJECTS))
    spec = FactSpec(name, subject, table.texts("values", ()), settled_by, table.text("meaning"))
    otherwise = table.text("otherwise", "")
    if otherwise:
        check_values(table, "otherwise", spec, (otherwise,))
    return replace(spec, texts=tuple(_telling(one, spec) for one in table.tables("texts")), otherwise=otherwise)


def _telling(table: Table, fact: FactSpec) -> Telling:
    """One [[facts.NAME.texts]]: a value, and what an error or a warning says that settles it."""
    table.only({"value", *TELLING_KEYS})
    value = table.text("value")
    check_values(table, "value", fact, (value,))
    if "traceback" not in fact.settled_by:
        hint = 'add "traceback" to its settled_by'
        raise table.broken("value", f"texts settle `{fact.name}`, and it does not say so", hint)
    words = {key: one for key, one in table.data.items() if key != "value"}
    return Telling(value, text_symptom(Table(table.document, table.keys, words)))


def _question(name: str, table: Table, facts: Mapping[str, FactSpec]) -> Question:
    table.only({"text", "why", "choices", "default"})
    if name not in facts:
        raise table.broken("text", f"there is no fact `{name}` for this question to settle", f"add [facts.{name}]")
    choices = _choices(table, facts[name])
    default = table.text("default", "")
    if default and default not in {value for value, _ in choices}:
        raise table.broken("default", f"{default!r} is not one of the choices", "name one of the choices' values")
    return Question(name, table.text("text"), table.text("why"), choices, default)


def _choices(table: Table, fact: FactSpec) -> tuple[tuple[str, str], ...]:
    raw = table.data.get("choices", [])
    if not isinstance(raw, list) or not all(isinstance(one, list) and len(one) == 2 for one in raw) or not raw:
        raise table.broken("choices", "`choices` must be pairs of value and words", 'write [["yes", "yes, ..."], ...]')
    choices = tuple((str(value), str(words)) for value, words in raw)
    check_values(table, "choices", fact, tuple(value for value, _ in choices))
    return choices


def _patterns(table: Table) -> dict[str, tuple[Symptom, ...]]:
    group = table.table("patterns")
    if group is None:
        return {}
    found: dict[str, tuple[Symptom, ...]] = {}
    for name in group.data:
        entries = group.tables(name)
        for entry in entries:
            entry.only(PATTERN_KEYS)
        found[name] = tuple(text_symptom(entry) for entry in entries)
    return found
