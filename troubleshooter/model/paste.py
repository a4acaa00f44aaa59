"""What was pasted, read: text made into errors and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from troubleshooter.model.targets import TensorSpec


@dataclass(frozen=True, slots=True)
class Place:
    """A span in the source as pasted. `column`/`end_column` are character columns; -1 where unknown."""

    line: int
    end_line: int
    column: int = -1
    end_column: int = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a traceback. `origin` tells whose code it is; `code` is the shown source line, or empty.

    `pasted` is the line of the paste that the frame starts at, 0 where it stood inside a message; it is no part of what
    the frame is, so that two renderings of one failure are equal.
    """

    file: str
    line: int
    function: str
    code: str = ""
    origin: Literal["user", "keras", "tensorflow", "python", "library"] = "user"
    pasted: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Keras's `Exception encountered when calling ...` block around a message.

    `layer` is the layer's name on Keras 2 ("lambda_1") and empty on Keras 3, `kind` its class ("Lambda"), `arguments`
    the `Call arguments received` block: name -> text as printed; `shapes` the tensors in it: name -> shape and dtype of
    each tensor of that argument whose rank the text tells.
    """

    layer: str
    kind: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, tuple[TensorSpec, ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One exception of a chain. `message` is the core message, without wrapper, `in user code:` or colour codes.

    `relation` says how the *next* link in the chain came about: "cause" (direct cause), "context" (during handling),
    "hidden" (Keras suppressed it; found by the worker) or "" for the last.
    """

    type: str
    message: str
    frames: tuple[Frame, ...] = ()
    wrapper: Wrapper | None = None
    relation: Literal["cause", "context", "hidden", ""] = ""

    @property
    def user_frame(self) -> Frame | None:
        """The innermost frame that is the person's own code."""
        return next((frame for frame in reversed(self.frames) if frame.origin == "user"), None)


@dataclass(frozen=True, slots=True)
class Traceback:
    """A parsed error. `chain` runs from the first exception to the one that was shown (the last).

    `keras` is the Keras line ("2", "3") where the text tells it, else "". `whole` is False when the text was cut, or
    when a program caught the error and printed one line of it. `warnings` are Keras or TensorFlow warnings that stand
    for a silent failure. `others` are earlier, separate tracebacks of the same paste.
    """

    chain: tuple[ErrorLink, ...]
    keras: Literal["2", "3", ""] = ""
    python: str = ""
    whole: bool = True
    warnings: tuple[str, ...] = ()
    others: tuple[Traceback, ...] = ()

    @property
    def shown(self) -> ErrorLink:
        """The exception that ended the program."""
        return self.chain[-1]


@dataclass(frozen=True, slots=True)
class Snippet:
    """The person's source as pasted, made into Python.

    `text` has as many lines as the pasted source had, or `lines[i]` gives the pasted line of line i+1 of `text`.
    `partial` is True when it is known not to be the whole program (names used but not defined, taken from traceback
    lines, cut by a syntax error). `stopped_at` is the line of the syntax error that ended the reading, or 0.
    `quoted`: these are the lines that a traceback shows, its context lines among them; nobody pasted a source.
    `cells` is (cell, line in the cell) of each line, where the source was a notebook file; cells count from 1.
    """

    text: str
    lines: tuple[int, ...] = ()
    partial: bool = False
    stopped_at: int = 0
    name: str = "model.py"
    cells: tuple[tuple[int, int], ...] = ()
    quoted: bool = False

    def pasted_line(self, line: int) -> int:
        """The line in the paste of line `line` of `text`."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else line


@dataclass(frozen=True, slots=True)
class Paste:
    """All that a person gave, read. `notes` say in words what was recognised, assumed or left out.

    `account` says for each box ("traceback", "source", "complaint") what every line of it was taken for: "error",
    "warning", "source", "complaint", "log" (what a terminal prints around), "words", "fence", "blank" or "unread".
    """

    traceback: Traceback | None = None
    snippet: Snippet | None = None
    complaint: str = ""
    notes: tuple[str, ...] = ()
    account: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """Versions of the person's interpreter; "" where unknown. `keras` is the version, `line` "2" or "3".

    `confinement` tells each layer and whether it can be applied here, `unconfined` in words what pasted code could do
    because a layer cannot.
    """

    python: str = ""
    tensorflow: str = ""
    keras: str = ""
    interpreter: str = ""
    device: str = "CPU"
    confinement: tuple[tuple[str, bool], ...] = ()
    unconfined: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The Keras line: "2", "3" or "" when no Keras was found."""
        major = self.keras.split(".", 1)[0]
        return major if major in {"2", "3"} else ""
