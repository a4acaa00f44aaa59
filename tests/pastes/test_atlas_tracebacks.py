"""Every traceback of the atlas is read: error type, core message, innermost frame of the person's, chain.

What is true stands in atlas_errors.json: id -> version -> [type, beginning of the core message, types of the errors
that Keras 3 hid]. It was taken from the exceptions when the programs ran, not from these texts. The innermost frame is
the last one that the text of the failing error names in the project.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "atlas"))

from atlas import Case, cases  # noqa: E402

from troubleshooter.intake import parse_traceback  # noqa: E402
from troubleshooter.model import Traceback  # noqa: E402

TOLD: dict[str, dict[str, tuple[str, str, list[str]]]] = json.loads(
    (HERE / "atlas_errors.json").read_text(encoding="utf-8")
)
_FRAME = re.compile(r'File "(?:/home/user/project/[^"]*|<string>)", line (\d+), in (\S+)')
_JOINED = re.compile(r"^(?:During handling|The above exception was)", re.MULTILINE)


def printed(kind: str) -> list[object]:
    found = []
    for case in cases():
        texts = {**case.tracebacks("2"), **case.tracebacks("3")} if not kind else case.unmasked("3")
        found += [pytest.param(case, version, text, id=f"{case.name}-{version}") for version, text in texts.items()]
    return found


def read(text: str) -> Traceback:
    found = parse_traceback(text)
    assert found is not None
    assert found.whole and not found.others
    return found


def assert_user_frame(found: Traceback, text: str) -> None:
    last = _JOINED.split(text)[-1].split("was defined here:")[0]  # a message that tells where a tensor was made
    places = _FRAME.findall(last)
    frame = found.shown.user_frame
    assert (frame is None) == (not places)
    if frame is not None:
        assert [str(frame.line), frame.function] == list(places[-1])


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("case", "version", "text"), printed(""))
def test_what_a_person_sees(case: Case, version: str, text: str) -> None:
    found = read(text)
    kind, message, _ = TOLD[case.name][version]
    assert found.shown.type == kind
    assert words(found.shown.message).startswith(message.rstrip())
    assert_user_frame(found, text)
    assert len(found.chain) == len(_JOINED.findall(text)) + 1
    if "+" not in version:  # two Keras lines in one program
        assert found.keras in {"", "2" if "-keras2" in version else "3"}


@pytest.mark.parametrize(("case", "version", "text"), printed("unmasked"))
def test_what_keras_3_hides(case: Case, version: str, text: str) -> None:
    found = read(text)
    _, _, inner = TOLD[case.name][version]
    types = [link.type for link in found.chain]
    assert len(types) == len(_JOINED.findall(text)) + 1
    assert set(inner) <= set(types)
    assert_user_frame(found, text)
