"""A TOML file with the lines its keys stand on, so that a schema error can point at one.

tomllib gives values without positions. The files here are flat (tables, arrays of tables, `key = value`), so one pass
over the lines finds every key; nested inline tables report the line of the key they belong to.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from troubleshooter.errors import KnowledgeError

Keys = tuple[str | int, ...]  # ("symptom", 2, "message"): the third [[symptom]], its key message

_HEADER = re.compile(r"^\s*\[(\[?)\s*([\w.\-\"]+)\s*\]")
_KEY = re.compile(r"^\s*([\w\-]+|\"[^\"]+\")\s*=")
_DECODE_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed TOML file: `data` as tomllib gives it, `name` as errors call it, `lines` key path -> line."""

    name: str
    data: Mapping[str, Any]
    lines: Mapping[Keys, int]

    def line(self, keys: Keys) -> int:
        """The line of a key path, else of the first key below it, else of the nearest table above it; 1 at last."""
        while keys:
            below = [line for key, line in self.lines.items() if key[: len(keys)] == keys]
            if below:
                return self.lines.get(keys, min(below))
            keys = keys[:-1]
        return 1

    def broken(self, keys: Keys, what: str, mend: str) -> KnowledgeError:
        """The error for what stands at `keys`; `mend` says what to write in its place."""
        return KnowledgeError(what, where=f"{self.name}:{self.line(keys)}", hint=mend)


def read(path: Path, root: Path) -> Document:
    """Parse `path`; errors name it relative to the folder above `root`, as a person would open it."""
    name = path.relative_to(root.parent).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"I cannot read this file: {error}"
        raise KnowledgeError(what, where=f"{name}:1", hint="write it as UTF-8") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _DECODE_LINE.search(str(error))
        line = found.group(1) if found else str(max(1, len(text.splitlines())))
        raise KnowledgeError(
            f"this is not TOML: {error}", where=f"{name}:{line}", hint="regular expressions go between single quotes"
        ) from error
    return Document(name, data, _key_lines(text))


def _key_lines(text: str) -> dict[Keys, int]:
    lines: dict[Keys, int] = {}
    counts: dict[str, int] = {}
    table: Keys = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _table_keys(header.group(2).replace('"', ""), bool(header.group(1)), counts)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key.group(1).strip('"')), number)
    return lines


def _table_keys(name: str, repeated: bool, counts: dict[str, int]) -> Keys:
    keys: Keys = tuple(name.split("."))
    if not repeated:
        return keys
    counts[name] = counts.get(name, -1) + 1
    return (*keys, counts[name])
