"""One line of a traceback -> the start of a frame, in every shape that Python, IPython, Colab and AutoGraph print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from troubleshooter.intake.origin import origin_of
from troubleshooter.model import Frame

_MARK = r"(?:\s+\*{1,2})?\s*"  # AutoGraph's "*" (converted) and "**" (not converted) behind a function
_PLAIN = re.compile(
    rf"\s*(?:> )?File [\"'](?P<file>[^\"'\n]+)[\"'], line (?P<line>\d+)(?:, in (?P<function>\S[^\n]*?))?{_MARK}"
)
_CELL = re.compile(
    r"(?P<file>(?:Cell |Input )In ?\[[\d ]*\])(?:, line (?P<line>\d+))?(?:, in (?P<function>\S.*))?:?\s*"
)
_FILE = re.compile(r"File (?P<file>\S[^\"'\n]*?):(?P<line>\d+)(?:, in (?P<function>\S.*))?\s*")
_PATH = r"(?:<[^<>\s][^<>]*>|[^\s\[\]()\"'=,][^\[\]()\"'=,]*\.(?:py|pyx|pyc|ipynb))"
_OLD_CELL = re.compile(
    rf"\[?(?P<file>{_PATH})\]?(?:\(https?://[^)\s]*\))? in (?P<function>[\w<][^\n]*\)|<module>|<\w+>)\s*"
)
_SHORT = re.compile(rf"\s+(?P<file>{_PATH}):(?P<line>\d+) (?P<function>[\w<][\w.<>]*){_MARK}")
# IPython shows a syntax error's frames so: no arrows, the source right below.
_BARE = re.compile(
    r"\s+(?:File (?P<path>\S[^\"'\n]*?):|(?P<cell>Cell In ?\[[\d ]*\]), line )(?P<line>\d+)"
    r"(?: in (?P<function>\S[^\n(]*).*)?"
)
_ARROW = re.compile(r"\s?-+> ?(\d+)(?: (.*))?$")
_NUMBERED = re.compile(r"\s*(\d+)(?: (.*))?$")
_CARETS = re.compile(r"\s*[~^▲][\s~^]*$")
_REPEATED = re.compile(r"\s*(?:\[Previous line repeated|\[\.\.\. ?skipping|\(\.\.\.\)|\.\.\.<\d+ lines>\.\.\.)")
_MAX_LINE = 10_000_000


@dataclass
class ReadFrame:
    """A frame while its lines are being read. `shown` holds every source line that the text shows of it."""

    file: str
    line: int
    function: str
    notebook: bool = False
    code: str = ""
    pasted: int = 0
    shown: dict[int, str] = field(default_factory=dict)

    def take(self, text: str) -> None:
        """Take one line that stands below the frame's first line."""
        if text.strip() in {"", "???"} or _CARETS.match(text) or _REPEATED.match(text):
            return  # pytest writes ??? where it has no source
        if self.notebook:
            self._take_numbered(text)
        elif not self.code:
            self.code = text.strip()
            self.shown[self.line] = self.code

    def _take_numbered(self, text: str) -> None:
        arrow = _ARROW.match(text)
        numbered = arrow or _NUMBERED.match(text)
        if not numbered:
            return
        number, code = _number(numbered[1]), numbered[2] or ""
        self.shown[number] = code
        if arrow:
            self.line, self.code = number, code.strip()

    def done(self) -> Frame:
        """The frame as the rest of the project knows it."""
        return Frame(self.file, self.line, self.function, self.code, origin_of(self.file), self.pasted)


def frame_start(text: str) -> ReadFrame | None:
    """Read the first line of a frame, or None. Only shapes at a line's start count, so that prose is not a frame."""
    for pattern, notebook in ((_PLAIN, False), (_SHORT, False), (_CELL, True), (_FILE, True), (_OLD_CELL, True)):
        found = pattern.fullmatch(text) if len(text) < 2000 else None
        if found:
            parts = found.groupdict()
            name = parts["function"] or ("<module>" if notebook else "")
            return ReadFrame(parts["file"], _number(parts.get("line")), _function(name) if notebook else name, notebook)
    bare = _BARE.fullmatch(text) if len(text) < 2000 else None
    if bare:
        return ReadFrame(bare["path"] or bare["cell"], _number(bare["line"]), _function(bare["function"] or ""))
    return None


def is_frame_body(text: str) -> bool:
    """Whether a line below a frame is its source, arrows or carets rather than the exception."""
    return text[:1] in {" ", "\t"} or bool(_ARROW.match(text) or _CARETS.match(text) or _REPEATED.match(text))


def _number(text: str | None) -> int:
    return min(int(text[:9]), _MAX_LINE) if text and text.isascii() else 0


def _function(text: str) -> str:
    """`filter_traceback.<locals>.error_handler(*args)` -> `error_handler`; `<cell line: 4>()` -> `<module>`."""
    name = text.split("(", 1)[0].strip()
    if name.startswith("<cell line"):
        return "<module>"
    return name.rsplit(".", 1)[-1] or name
