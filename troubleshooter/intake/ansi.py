"""Pasted text -> text without escape sequences, control characters and invisible marks.

What a terminal would obey must never reach a screen of ours; what a browser or a chat adds (non-breaking spaces, zero
width spaces, a byte order mark) must not change what is read. Lines stay lines: none is added or dropped.
"""

from __future__ import annotations

import re

# CSI, OSC and the other string sequences (a sequence without its end stops at the line's end), then two-character ones.
_ESCAPE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]?|\x9b[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# Colour codes that lost their escape character on the way, or carry it as text: "[1mWe could not", "\033[0m", "^[[0m".
# Without any mark of an escape "[m" is code (`[mean, log_var]`), unless it ends the line.
_BARE_STYLE = re.compile(
    r"(?:\^\[|\\(?:x1[bB]|033|u001[bB]|e)|[\u241b\ufffd])\[(?:\d{1,3}(?:;\d{1,3}){0,7})?m"
    r"|\[(?:\d{1,3}(?:;\d{1,3}){0,7}m|m$)",
    re.MULTILINE,
)


def clean(text: str) -> str:
    """Return `text` with "\\n" line ends, plain spaces, and no escape, control or invisible direction character."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ESCAPE.sub("", text)
    text = _SPACE.sub(" ", text)
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def without_styles(text: str) -> str:
    """Return cleaned `text` also without colour codes that lost their escape (not for source: `[m` is code)."""
    return _BARE_STYLE.sub("", text)
