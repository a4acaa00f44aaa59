"""[[symptom]] tables -> Symptom objects; a table may name a pattern that several causes share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from troubleshooter.catalog.fields import Table
from troubleshooter.model import FactSpec, Symptom

LINES = frozenset({"2", "3"})  # the Keras lines
TEXT_KEYS = frozenset({"error", "message", "frame", "warning", "complaint"})
PATTERN_KEYS = TEXT_KEYS | {"keras"}
APART = "give the other keys a table of their own"
SYMPTOM_KEYS = PATTERN_KEYS | {"fact", "pattern"}


def read_symptoms(
    table: Table, facts: Mapping[str, FactSpec], patterns: Mapping[str, tuple[Symptom, ...]]
) -> tuple[Symptom, ...]:
    """The symptoms of a cause, shared patterns written out; at least one is required."""
    found: list[Symptom] = []
    for one in table.tables("symptom"):
        one.only(SYMPTOM_KEYS)
        found.extend(_symptoms(one, facts, patterns))
    if not found:
        what = "this cause has no symptom and could never be a suspect"
        raise table.broken("symptom", what, "add a [[symptom]] table")
    return tuple(found)


def _symptoms(
    table: Table, facts: Mapping[str, FactSpec], patterns: Mapping[str, tuple[Symptom, ...]]
) -> tuple[Symptom, ...]:
    if "pattern" in table.data:
        if set(table.data) - {"pattern", "fact"}:
            raise table.broken("pattern", "`pattern` stands alone in a symptom, or with `fact`", APART)
        shared = patterns[table.choice("pattern", patterns)]
        if "fact" not in table.data:
            return shared
        return tuple(replace(one, fact=_fact(table, facts)) for one in shared)
    if "fact" in table.data:
        if len(table.data) > 1:
            raise table.broken("fact", "`fact` stands alone in a symptom", APART)
        return (Symptom(fact=_fact(table, facts)),)
    return (text_symptom(table),)


def text_symptom(table: Table) -> Symptom:
    """A symptom that is read in texts (`table` without fact and pattern)."""
    if not TEXT_KEYS & set(table.data):
        raise table.broken("", "this symptom matches nothing", f"give one of: {', '.join(sorted(TEXT_KEYS))}, fact")
    return Symptom(
        error=table.text("error", ""),
        message=table.pattern("message"),
        frame=table.pattern("frame"),
        warning=table.pattern("warning"),
        complaint=table.pattern("complaint"),
        keras=table.choice("keras", LINES | {""}, ""),
    )


def _fact(table: Table, facts: Mapping[str, FactSpec]) -> tuple[str, tuple[str, ...]]:
    inner = table.table("fact")
    assert inner is not None  # the caller saw the key
    inner.only({"name", "values"})
    name = inner.choice("name", facts)
    values = inner.texts("values")
    check_values(inner, "values", facts[name], values)
    return name, values


def check_values(table: Table, key: str, fact: FactSpec, values: tuple[str, ...]) -> None:
    """Refuse a value that the vocabulary does not list for this fact."""
    if not values:
        raise table.broken(key, f"`{fact.name}` needs at least one value", f"use: {', '.join(fact.values)}")
    for value in values:
        if fact.values and value not in fact.values:
            raise table.broken(key, f"{value!r} is not a value of `{fact.name}`", f"use: {', '.join(fact.values)}")
