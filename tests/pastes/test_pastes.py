"""Every stored paste: the chain, messages, frames, shapes and source are those of the failure itself."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from corpus import Frame, Paste, from_main, pastes, user_frames

from troubleshooter.intake import read_paste
from troubleshooter.model import ErrorLink, Snippet, Traceback

PRINTED = {"printed-error", "printed-repr", "printed-last-line"}  # the last message, and no frame
# Where one line was printed, one is read.
SEVERAL_LINES = {"plain_lines", "since_3_11_notes", "plain_syntax", "since_3_11_group"}
NO_CODE = {"cpython-stdin"}
CROPPED = {"rich", "rich-locals", "rich-colour"}  # these cut source lines that are longer than their box
NOTEBOOKS = {"nbclient", "nbconvert", "notebook-file"}
WITH_SOURCE = {"nbconvert", "notebook-file"}


def marked(texts: tuple[Paste, ...]) -> list[object]:
    return [pytest.param(paste, id=paste.id) for paste in texts]


def words(text: str) -> str:
    """Without line ends and the numbers that TensorFlow gives to one name after the other."""
    return re.sub(r"(?<=[a-z])_\d+(?=[/\]} ,]|$)", "", " ".join(text.split()))


def frames_of(link: ErrorLink) -> list[Frame]:
    own = [f for f in link.frames if f.origin == "user" or not f.function]
    return from_main([(frame.line, frame.function, frame.code) for frame in own])


def test_there_are_enough() -> None:
    assert len(pastes()) >= 150
    assert {paste.environment for paste in pastes()} >= {f"python-3.{minor}" for minor in range(8, 14)}


@pytest.mark.parametrize("paste", marked(pastes()))
def test_reads_to_the_failure_itself(paste: Paste) -> None:
    read = read_paste(**({"source": paste.text} if paste.tool == "notebook-file" else {"traceback": paste.text}))
    assert read.traceback is not None
    if paste.tool in PRINTED:
        assert_printed(paste, read.traceback)
        return
    if (paste.program, paste.tool) == ("plain_syntax", "pytest-line"):  # the file, the line, and not what is wrong
        return
    assert_chain(paste, read.traceback)
    if paste.tool != "pytest-line":
        assert_frames(paste, read.traceback)
    if paste.tool in WITH_SOURCE:
        assert read.snippet is not None
        assert read.snippet.text.strip() == paste.source.strip()
    elif read.snippet is not None:
        assert_lines(paste, read.snippet)


def assert_printed(paste: Paste, found: Traceback) -> None:
    """A line that a program printed keeps the message; `Error: message` does not name the type."""
    last = paste.truth[-1]
    whole = words(last["message"])
    shown = words(found.shown.message)
    if paste.text.endswith("Error()\n"):  # TensorFlow's own errors have no repr to speak of
        whole = ""
    assert shown == whole or (
        shown and (whole.startswith(shown) or shown.startswith(whole)) and paste.program in SEVERAL_LINES
    )
    assert found.shown.type == last["type"] or (paste.tool == "printed-error" and not found.shown.type)
    assert not found.whole


def assert_chain(paste: Paste, found: Traceback) -> None:
    truth = paste.truth
    without_notes = paste.program == "since_3_11_notes" and paste.tool in CROPPED and paste.environment == "python-3.11"
    if (paste.tool == "pytest-line" and paste.program in SEVERAL_LINES) or without_notes:
        truth[-1]["message"] = truth[-1]["message"].split("\n")[0]
    if paste.tool == "pytest-line" and len(found.chain) == 1:  # older versions show the last error alone
        truth = truth[-1:]
    assert [link.type for link in found.chain] == [link["type"] for link in truth]
    assert [words(link.message) for link in found.chain] == [words(link["message"]) for link in truth]
    assert [link.relation for link in found.chain] == [link["relation"] for link in truth]
    for link, true in zip(found.chain, truth, strict=True):
        if "wrapper" in true:
            assert link.wrapper is not None
            assert [link.wrapper.layer, link.wrapper.kind] == true["wrapper"]
            shapes = {k: [[list(s.shape), s.dtype] for s in v] for k, v in link.wrapper.shapes.items()}
            assert shapes == true["shapes"]
    if any("wrapper" in true for true in truth):
        assert found.keras == paste.environment.removeprefix("keras-")


def assert_frames(paste: Paste, found: Traceback) -> None:
    if (paste.program, paste.tool) == ("plain_syntax", "ipython-run"):  # it shows the place of the error alone
        assert [frame.file for frame in found.shown.frames] == ["settings.cfg"]
        return
    assert found.whole
    for link, true in zip(found.chain, paste.truth, strict=True):
        frames, wanted = frames_of(link), user_frames(true["frames"]) + [tuple(one) for one in true.get("inside", [])]
        if (paste.program, paste.environment) == (
            "keras_graph",
            "keras-2",
        ):  # where a graph was made, all is told again
            frames = [*wanted[:-1], *frames[-1:]] if frames[: len(wanted) - 1] == wanted[:-1] else frames
        if paste.program == "plain_syntax" and paste.tool in CROPPED:  # rich leaves out where the text came from
            wanted = wanted[:-1]
        if paste.program == "plain_no_source" and paste.tool.startswith("pytest"):  # nor does pytest name a function
            wanted = [(*one[:1], name, *one[2:]) for one, (_, name, _) in zip(wanted, frames, strict=True)]
            assert frames[-1][1] in {"<unknown>", "f"}
        if paste.tool in NOTEBOOKS and link is not found.shown:  # there IPython names the line of another frame
            frames, wanted = frames[1:], wanted[1:]
        if paste.tool in NOTEBOOKS and paste.program == "since_3_11_notes":  # and the line that raised it again
            frames, wanted = frames[:-1], wanted[:-1]
        assert [frame[:2] for frame in frames] == [tuple(frame[:2]) for frame in wanted]
        for (_, _, code), (_, _, shown) in zip(frames, wanted, strict=True):
            if code or paste.tool not in NO_CODE:
                assert code == shown or (paste.tool in CROPPED and code and shown.startswith(code))


def assert_lines(paste: Paste, snippet: Snippet) -> None:
    """What is taken from the traceback stands at its own line numbers."""
    assert snippet.partial
    program = paste.source.split("\n")
    for line, text in zip(program, snippet.text.split("\n"), strict=False):
        assert text.strip() in {"", line.strip(), "main()", "def test_main():"}
