"""The examples under knowledge/causes, as the tests of this folder collect them: a folder more is a test more."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "knowledge"
CAUSES = ROOT / "causes"
MOST_CHOSEN = 16


@dataclass(frozen=True)
class Example:
    """One folder examples/<name>/ of a cause. `tracebacks` maps "keras-2.15" to the captured text."""

    cause: str
    name: str
    folder: Path
    before: str
    after: str = ""
    complaint: str = ""
    replies: dict[str, str] = field(default_factory=dict)
    tracebacks: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """How a test names it."""
        return f"{self.cause}/{self.name}"

    def traceback(self, line: str) -> str:
        """The captured text of a Keras line ("2" or "3"); empty when the program is silent there."""
        return next((text for name, text in self.tracebacks.items() if name.startswith(f"keras-{line}.")), "")


def read_example(folder: Path) -> Example:
    """Read one example's folder."""
    replies = folder / "replies.toml"
    return Example(
        cause=folder.parent.parent.name,
        name=folder.name,
        folder=folder,
        before=_text(folder / "before.py"),
        after=_text(folder / "after.py"),
        complaint=_text(folder / "complaint.txt").strip(),
        replies=tomllib.loads(_text(replies)),
        tracebacks={path.stem: _text(path) for path in sorted((folder / "tracebacks").glob("*.txt"))},
    )


def collect() -> list[Example]:
    """Every example of every cause, in the order of their names."""
    return [read_example(path) for path in sorted(CAUSES.glob("*/examples/*")) if path.is_dir()]


def keras_line() -> str:
    """The Keras line of the interpreter under test, by its metadata; "" where it has none."""
    code = "import importlib.metadata as m; print(m.version('keras'))"
    python = os.environ.get("TROUBLESHOOTER_TEST_PYTHON", sys.executable)
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=False).stdout[:1]


def possible(example: Example, line: str) -> bool:
    """Whether the example's cause can happen on a Keras line at all."""
    cause = tomllib.loads(_text(example.folder.parent.parent / "cause.toml"))
    return not line or line in cause.get("keras", ["2", "3"])


def chosen() -> list[Example]:
    """For the slow ways, by the screen, the wheel and plain runs: the first example of each cause, of many a spread.

    Every example that can happen on the line under test goes through the same session elsewhere; these ways show that
    screen and package carry it. With TROUBLESHOOTER_EVERY_EXAMPLE set, all of them.
    """
    line = keras_line()
    every = [one for one in collect() if possible(one, line)]
    if os.environ.get("TROUBLESHOOTER_EVERY_EXAMPLE"):
        return every
    firsts = list({one.cause: one for one in reversed(every)}.values())[::-1]
    return firsts[:: -(-len(firsts) // MOST_CHOSEN)]


def captures() -> Iterator[tuple[Example, str]]:
    """Every captured text: (example, its name)."""
    for example in collect():
        for name in example.tracebacks:
            yield example, name


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
