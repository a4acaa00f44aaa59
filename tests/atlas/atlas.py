"""The atlas: small programs run on four TensorFlow versions, the tracebacks they printed, and what is wrong with each.

`cases()` gives every program once, in the order of their names; `Case.expected("2")` what a right answer is on a Keras
line, `Case.tracebacks("3")` what the versions of that line printed, `Case.unmasked("3")` the same with Keras 3's hidden
error shown, `Case.warnings("3")` what a program that went on printed. Read `expected.toml` for the words used there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KERAS = ("2", "3")
KNOWLEDGE = HERE.parents[1] / "knowledge" / "causes"
_HEADING = "#### "


@dataclass(frozen=True)
class Expected:
    """What is right to say of a program on one Keras line. All empty: something is wrong, and no cause names it."""

    causes: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    innocent: str = ""
    harmless: str = ""
    open: str = ""

    @property
    def guilty(self) -> bool:
        """Whether a cause is expected."""
        return bool(self.causes) and not (self.innocent or self.harmless or self.open)

    def known(self) -> tuple[str, ...]:
        """The expected causes that have a folder under knowledge/causes today."""
        return tuple(cause for cause in self.causes if cause in folders())


@dataclass(frozen=True)
class Case:
    """One program. `printed` maps a version (tf2.15-keras2.15) and a kind ("", "unmasked", "stderr") to its text."""

    name: str
    what: str
    source: str
    by_line: Mapping[str, Expected]
    printed: Mapping[tuple[str, str], str] = field(repr=False)

    def expected(self, keras: str) -> Expected | None:
        """What is right on this Keras line; None where the program was never run there."""
        return self.by_line.get(keras)

    def tracebacks(self, keras: str) -> dict[str, str]:
        """Version -> the traceback as a person sees it."""
        return self._printed(keras, "")

    def unmasked(self, keras: str) -> dict[str, str]:
        """Version -> the traceback with Keras's filtering switched off."""
        return self._printed(keras, "unmasked")

    def warnings(self, keras: str) -> dict[str, str]:
        """Version -> what a program that went on to its end printed to standard error."""
        return self._printed(keras, "stderr")

    def _printed(self, keras: str, kind: str) -> dict[str, str]:
        return {name: text for (name, of), text in self.printed.items() if of == kind and keras_line(name) == keras}


def keras_line(version: str) -> str:
    """tf2.15-keras2.15 -> "2". Programs that mix tf_keras with Keras 3 need Keras 3 and count for it."""
    return "2" if "-keras2" in version else "3"


@cache
def folders() -> frozenset[str]:
    """The causes that have a folder."""
    return frozenset(path.parent.name for path in KNOWLEDGE.glob("*/cause.toml"))


@cache
def cases() -> tuple[Case, ...]:
    """Every program of the atlas."""
    tables = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))
    return tuple(_case(name, table) for name, table in sorted(tables.items()))


def case(name: str) -> Case:
    """One program by its name."""
    return next(found for found in cases() if found.name == name)


def _case(name: str, table: dict[str, Any]) -> Case:
    source = (HERE / "programs" / f"{name}.py").read_text("utf-8")
    by_line = {keras: _expected(table[f"keras-{keras}"]) for keras in KERAS if f"keras-{keras}" in table}
    if not by_line:
        by_line = {keras: _expected(table) for keras in KERAS}
    return Case(name, table["what"], source, by_line, _printed(name))


def _expected(table: dict[str, Any]) -> Expected:
    words = {key: table[key] for key in ("innocent", "harmless", "open") if key in table}
    return Expected(tuple(table.get("causes", ())), tuple(table.get("lines", ())), **words)


def _printed(name: str) -> dict[tuple[str, str], str]:
    """A text stands once, under the names of all versions that printed it."""
    path = HERE / "tracebacks" / f"{name}.txt"
    found: dict[tuple[str, str], str] = {}
    for part in path.read_text("utf-8").split(f"\n{_HEADING}") if path.exists() else ():
        heading, text = part.removeprefix(_HEADING).split("\n", 1)
        for title in heading.split(", "):
            version, kind = _title(title)
            found[version, kind] = text.rstrip("\n") + "\n"
    return found


def _title(title: str) -> tuple[str, str]:
    for kind in ("unmasked", "stderr"):
        if title.endswith(f".{kind}"):
            return title.removesuffix(f".{kind}"), kind
    return title, ""
