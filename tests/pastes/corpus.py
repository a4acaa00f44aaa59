"""The stored pastes: what a tool showed of a program's failure, and what is true of that failure.

`pastes()` gives every stored text. `Paste.truth` is the chain of links as `render.py` took them from the exception
itself; of Keras's messages, which wrap the core one, `programs/expected.json` tells by hand what is inside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PROJECT = ("/home/user/project/", "<generated", "settings.cfg")
Frame = tuple[int, str, str]


@dataclass(frozen=True)
class Paste:
    """One text: `environment` made it, of `program`, with `tool`."""

    environment: str
    program: str
    tool: str

    @property
    def id(self) -> str:
        """How a test names it."""
        return f"{self.environment}-{self.program}-{self.tool}"

    @property
    def text(self) -> str:
        """What a person pastes."""
        return self._folder.joinpath(f"{self.tool}.txt").read_bytes().decode("utf-8")

    @property
    def source(self) -> str:
        """The program."""
        return (HERE / "programs" / f"{self.program}.py").read_text(encoding="utf-8")

    @property
    def truth(self) -> list[dict[str, Any]]:
        """The links of the chain, first to last: type, message, relation, frames; wrapper, shapes."""
        links: list[dict[str, Any]] = json.loads((self._folder / "truth.json").read_text(encoding="utf-8"))
        told = expected().get(self.program, {}).get(self.environment, [])
        for index, link in enumerate(links):
            link["message"] = link["text"]
            link.update(told[index] if index < len(told) else {})
        return links

    @property
    def _folder(self) -> Path:
        return HERE / "stored" / self.environment / self.program


def user_frames(frames: list[list[Any]]) -> list[Frame]:
    """The person's frames as (line, function, code), from `main` inwards; endless recursion is one frame."""
    own = [(line, function, code) for file, line, function, code in frames if file.startswith(PROJECT)]
    return from_main(own)


def from_main(frames: list[Frame]) -> list[Frame]:
    """Without what stands before `main`, which differs by who called it."""
    names = [function for _, function, _ in frames]
    inner = frames[names.index("main") :] if "main" in names else frames
    return [frame for index, frame in enumerate(inner) if index == 0 or frame != inner[index - 1]]


@cache
def expected() -> dict[str, Any]:
    """What programs/expected.json tells."""
    found: dict[str, Any] = json.loads((HERE / "programs" / "expected.json").read_text(encoding="utf-8"))
    return found


@cache
def pastes() -> tuple[Paste, ...]:
    """Every stored text, in the order of their names."""
    files = sorted((HERE / "stored").glob("*/*/*.txt"))
    return tuple(Paste(file.parents[1].name, file.parent.name, file.stem) for file in files)
