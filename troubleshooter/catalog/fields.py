"""Typed reading of one table: every wrong, missing or unknown key is a KnowledgeError with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from troubleshooter.catalog.document import Document, Keys


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a document, at `keys`."""

    document: Document
    keys: Keys
    data: Mapping[str, Any]

    def only(self, allowed: Collection[str]) -> None:
        """Refuse keys that the schema does not know: a misspelt key would be silently without effect."""
        known = ", ".join(sorted(allowed))
        for key in self.data:
            if key not in allowed:
                raise self.broken(key, f"`{key}` is not a key of this table", f"use one of: {known}")

    def broken(self, key: str, what: str, mend: str) -> Exception:
        """The error for one key of this table."""
        return self.document.broken((*self.keys, key), what, mend)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; without a default it must be there and not empty."""
        value = self.data.get(key, default)
        if not isinstance(value, str):
            raise self.broken(key, f"`{key}` must be a string", f'write {key} = "..."')
        if default is None and not value.strip():
            raise self.broken(key, f"`{key}` is empty", "write one or two sentences")
        return value

    def number(self, key: str, default: int) -> int:
        """An integer."""
        value = self.data.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.broken(key, f"`{key}` must be a whole number", f"write {key} = {default}")
        return value

    def flag(self, key: str) -> bool:
        """A boolean, false when missing."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise self.broken(key, f"`{key}` must be true or false", f"write {key} = true, or leave it out")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A string or a list of strings."""
        value = self.data.get(key, default)
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise self.broken(key, f"`{key}` must be a string or a list of strings", f'write {key} = ["...", "..."]')
        return tuple(value)

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """A string of a closed list."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.broken(key, f"`{key}` cannot be {value!r}", f"use one of: {', '.join(sorted(allowed))}")
        return value

    def pattern(self, key: str) -> str:
        """A regular expression that compiles, or nothing."""
        value = self.text(key, "")
        try:
            re.compile(value)
        except re.error as error:
            what = f"`{key}` is not a regular expression: {error}"
            raise self.broken(key, what, "escape ( ) [ ] . with \\") from error
        return value

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables of an array `[[key]]`; none when it is missing."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.broken(key, f"`{key}` must be an array of tables", f"write [[{key}]] above each")
        return tuple(Table(self.document, (*self.keys, key, index), one) for index, one in enumerate(value))

    def table(self, key: str) -> Table | None:
        """The table `[key]`, or None when it is missing."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.broken(key, f"`{key}` must be a table", f"write [{key}] on a line of its own")
        return Table(self.document, (*self.keys, key), value)


def top(document: Document) -> Table:
    """The whole document as a table."""
    return Table(document, (), document.data)
