"""Makes text from outside harmless before a terminal sees it. Markup is the other half: widgets get `markup=False`."""

from __future__ import annotations

import re

# CSI (colours, cursor), OSC (titles, links, clipboard) and two-character escapes; the 8-bit CSI as well.
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Direction overrides make text read differently from what it is (CVE-2021-42574).
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def inert(text: str) -> str:
    """`text` without escape sequences and control characters; lines and tabs stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", _ESCAPES.sub("", text))
    return _DIRECTION.sub("\N{REPLACEMENT CHARACTER}", text)


def shortened(text: str, length: int = 300) -> str:
    """`text` made inert, cut after `length` characters with a sign that it was."""
    text = inert(text).strip()
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
