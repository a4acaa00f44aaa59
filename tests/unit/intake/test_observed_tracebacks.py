"""Tracebacks captured from real runs: the type, core message, chain and innermost user frame must all be right."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest

from troubleshooter.intake import parse_traceback, read_paste

DATA = Path(__file__).parent / "data"
OBSERVED: dict[str, Any] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
EARLIER = 'Traceback (most recent call last):\n  File "a.py", line 1, in g\n    g()\nOSError: x\n'
NOTEBOOKS: dict[str, Any] = json.loads((DATA / "notebooks" / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(OBSERVED))
def test_observed(name: str) -> None:
    expected = OBSERVED[name]
    found = parse_traceback((DATA / name).read_text(encoding="utf-8"))
    assert found is not None
    assert found.shown.type == expected["type"]
    assert " ".join(found.shown.message.split()).startswith(expected["message"])
    assert len(found.chain) == expected["chain"]
    assert found.keras == expected["keras"]
    assert found.whole
    assert found.shown.user_frame is not None or len(found.chain) > 1
    frames = [link.user_frame for link in found.chain if link.user_frame]
    assert [frames[-1].line, frames[-1].function] == expected["user"]
    assert found.chain[0].type == expected.get("first", expected["type"])


@pytest.mark.parametrize("name", sorted(NOTEBOOKS))
def test_notebooks(name: str) -> None:
    expected = NOTEBOOKS[name]
    found = parse_traceback((DATA / "notebooks" / name).read_text(encoding="utf-8"))
    assert found is not None
    assert [link.type for link in found.chain] == expected["chain"]
    assert found.shown.message.startswith(expected["message"])
    assert (found.keras, found.python, found.whole) == (expected["keras"], expected["python"], True)
    frame, last = found.shown.user_frame, found.shown.frames[-1]
    assert frame is not None
    assert [frame.file, frame.line, frame.function] == expected["user"]
    assert [last.function, last.line] == expected["innermost"]


@pytest.mark.parametrize("name", sorted(path.name for path in (DATA / "silent").glob("*.txt")))
def test_warnings_alone(name: str) -> None:
    found = read_paste(traceback=(DATA / "silent" / name).read_text(encoding="utf-8")).traceback
    assert found is not None
    assert found.shown.type == "Warning"
    assert len(found.warnings) == 1  # the same warning printed four times is one
    assert found.keras == ("2" if "keras2" in name else "3")
    assert read_paste(traceback=(DATA / "silent" / name).read_text(encoding="utf-8")).snippet is None


def dressings() -> dict[str, Any]:
    """Ways in which one and the same traceback is pasted."""
    stamp = "2024-05-01 12:00:0{} app-1  | "
    return {
        "crlf": lambda text: text.replace("\n", "\r\n"),
        "fence": lambda text: f"It says:\n\n```\n{text}```\n\nWhat now?\n",
        "tagged fence": lambda text: f"```pytb\n{text}```",
        "quote": lambda text: "".join(f"> {line}\n" for line in text.split("\n")),
        "indented": lambda text: "".join(f"    {line}\n" for line in text.split("\n")),
        "stamped": lambda text: "".join(f"{stamp.format(i % 10)}{line}\n" for i, line in enumerate(text.split("\n"))),
        "html": html.escape,
        "non-breaking": lambda text: text.replace(" ", "\u00a0"),
        "coloured": lambda text: "".join(f"\x1b[31m{line}\x1b[0m\n" for line in text.split("\n")),
        "lost escapes": lambda text: text.replace("\x1b", ""),
        "logs around": lambda text: (
            "2024-05-01 12:00:00.123456: I tensorflow/core/util/port.cc:113] oneDNN custom operations are on.\n"
            f"$ python model.py\nEpoch 1/5\n{text}\nProcess finished with exit code 1\n"
        ),
        "escaped lines": lambda text: text.replace("\n", "\\n"),
        "earlier error": lambda text: f"{EARLIER}retrying\n{text}",
    }


@pytest.mark.parametrize("way", sorted(dressings()))
@pytest.mark.parametrize("name", sorted(name for name in OBSERVED if "unmasked" not in name))
def test_dressed_as_bare(name: str, way: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    plain = parse_traceback(text)
    found = read_paste(traceback=dressings()[way](text)).traceback
    assert plain is not None and found is not None
    assert found.shown.type == plain.shown.type
    assert found.shown.message.split()[:12] == plain.shown.message.split()[:12]
    assert [frame.line for frame in found.shown.frames] == [frame.line for frame in plain.shown.frames]
    assert found.keras == plain.keras
    assert len(found.others) == (1 if way == "earlier error" else 0)
