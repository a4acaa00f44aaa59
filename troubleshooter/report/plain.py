"""The report's boundary: what may be printed.

A pasted message can hold escape sequences that clear the screen or retitle the window, and bidirectional overrides that
make a source read otherwise than it runs. None of them gets out, whatever the rooms before let through.
"""

from __future__ import annotations

import re

# CSI, OSC/DCS/PM/APC/SOS strings up to their terminator, and the two-character escapes; 7-bit and 8-bit (C1) forms.
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
# Everything of C0 but tab and newline, DEL, C1, the bidirectional controls (CVE-2021-42574) and the byte-order mark.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def plain(text: str) -> str:
    """The text without escape sequences, control characters and lone surrogates; newlines and tabs stay."""
    text = text.replace("\r\n", "\n")
    return _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub("", _ESCAPE.sub("", text)))


def readable(text: str, limit: int = 0) -> str:
    """The text on one line, cut at `limit` characters (0 = never): a message cannot pose as a line of the report."""
    line = " ".join(plain(text).split())
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"
