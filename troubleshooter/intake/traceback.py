"""Pasted error text -> Traceback: blocks (header, frames, exception, message) joined to chains."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from troubleshooter.intake.ansi import clean
from troubleshooter.intake.bare import read_bare
from troubleshooter.intake.fences import marked
from troubleshooter.intake.frames import ReadFrame, frame_start, is_frame_body
from troubleshooter.intake.message import read_message, short_type
from troubleshooter.intake.noise import is_noise
from troubleshooter.intake.origin import keras_line, origin_of, python_version
from troubleshooter.intake.silent import find_warnings, warning_link
from troubleshooter.intake.undress import Undressed, undressed
from troubleshooter.model import ErrorLink, Frame, Traceback

Relation = Literal["cause", "context", "hidden", ""]

_HEADER = re.compile(r"\s*(?:\+ Exception Group )?Traceback \((?:most recent call last|innermost last)\):?\s*$")
_NOTEBOOK = re.compile(r"(?P<type>[A-Za-z_][\w.]*)\s+Traceback \(most recent call last\):?\s*$")
_RULER = re.compile(r"[-─]{20,}\s*$")
_CAUSE = re.compile(r"\s*The above exception was the direct cause of the following exception:?\s*$")
_CONTEXT = re.compile(r"\s*During handling of the above exception, another exception occurred:?\s*$")
_EXCEPTION = re.compile(r"(?P<type>[A-Za-z_]\w*(?:\.[\w<>]+)*)(?::(?:\s(?P<text>.*))?|\s*)$")
_TYPE_NAME = re.compile(r"(?:\w+\.)*[A-Z]\w*|.*(?:Error|Exception|Warning|Exit|Interrupt|Iteration|Group)$")
_PLACED = re.compile(r"\S[^:\n]*\.py:\d+: (?:[\w.]+(?:: |$)|  File \")")  # `pytest --tb=line`
_FRAME_COUNT = re.compile(r"\d+ frames?$|\[\.\.\. skipping")


@dataclass
class Block:
    """One exception as it is being read. `relation` is how the block after it came about."""

    start: int
    frames: list[ReadFrame] = field(default_factory=list)
    type: str = ""
    text: list[str] = field(default_factory=list)
    relation: Relation = ""
    headed: bool = True
    end: int = 0
    bare: bool = False

    @property
    def complete(self) -> bool:
        """Header, exception and all: the text was not cut here."""
        return self.headed and bool(self.type)

    def link(self) -> ErrorLink:
        """The exception without its wrappings; frames found in the message follow the outer ones."""
        type_name = "" if self.bare and self.type == "Error" else short_type(self.type)  # "Error:" is a program's label
        read = read_message(type_name, "\n".join(self.text))
        frames = tuple(frame.done() for frame in self.frames) + read.frames
        return ErrorLink(read.type, read.message, frames, read.wrapper, self.relation)


def parse_traceback(text: str) -> Traceback | None:
    """Read the error in `text`: tracebacks of any shape, a caught error's line, or warnings. None without one."""
    return read_error(undressed(text))


def read_error(text: Undressed) -> Traceback | None:
    """The error in lines that were undressed; see `parse_traceback`."""
    lines = marked(text.lines)
    blocks = read_blocks(lines, text.numbers)
    warnings, places = find_warnings(lines)
    read = [(chain, _traceback(chain, "\n".join(lines[chain[0].start : chain[-1].end]))) for chain in _chains(blocks)]
    found = [one for chain, one in read if chain[0].start not in text.inside]
    grouped = [one for chain, one in read if chain[0].start in text.inside]
    if not found:
        return _without_blocks(lines, warnings, places)
    return replace(found[-1], warnings=warnings, others=(*found[:-1], *grouped))


def _without_blocks(lines: list[str], warnings: tuple[str, ...], places: tuple[Frame, ...]) -> Traceback | None:
    bare = read_bare(lines)
    if bare is None and not warnings:
        return None
    link = bare or warning_link(warnings, places)
    text = "\n".join(lines)
    return Traceback((link,), keras_line((link,), text), python_version((link,)), False, warnings)


def _traceback(chain: list[Block], text: str) -> Traceback:
    links = tuple(block.link() for block in chain)
    whole = all(block.complete for block in chain)
    return Traceback(links, keras_line(links, text), python_version(links), whole)


# --- blocks ---------------------------------------------------------------------------------------------------------


def read_blocks(lines: list[str], numbers: Sequence[int] = ()) -> list[Block]:
    """Find and read every exception block, first to last; each line is looked at a bounded number of times.

    `numbers` are the indexes in the paste that the lines came from.
    """
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        block = _open(lines, index, bool(blocks and blocks[-1].relation))
        if block is None:
            index += 1
            continue
        _read(block, lines, numbers or range(len(lines)))
        if block.frames or block.type:
            blocks.append(block)
        index = max(block.end, index + 1)
    return blocks


def _open(lines: list[str], index: int, joined: bool) -> Block | None:
    """A block starts at a header, or at a frame whose header was cut off; a chain may go on without a header."""
    line = lines[index]
    if _HEADER.match(line) or _NOTEBOOK.match(line):
        return Block(index)
    if frame_start(line) and not _quoted_frame(line):
        return Block(index, headed=joined)
    # The message of an error in a running graph holds frames, which are none of a traceback.
    graph = "Graph execution error:" in line[:300]
    if (joined or graph or _joins(lines, index + 1)) and _names_error(line):
        return Block(index, headed=joined, bare=True)
    return None


def _names_error(line: str) -> bool:
    found = _EXCEPTION.match(line[:1000])
    return bool(found and _TYPE_NAME.fullmatch(found["type"])) and not _starts_other(line)


def _joins(lines: list[str], index: int) -> bool:
    """Whether the next line that is not blank joins two errors (`pytest --tb=line` prints no frames at all)."""
    following = next((line for line in lines[index : index + 4] if line.strip()), "")
    return bool(_CAUSE.match(following) or _CONTEXT.match(following))


def _quoted_frame(line: str) -> bool:
    """Deeper frames stand in `in user code:` and graph messages; the reader of bare errors knows these."""
    return line.startswith("    ")


def _read(block: Block, lines: list[str], numbers: Sequence[int]) -> None:
    index = block.start + (1 if block.headed and not (block.bare or frame_start(lines[block.start])) else 0)
    index = index if block.bare else _read_frames(block, lines, index, numbers)
    if index < len(lines) and _is_exception(block, lines[index]):
        index = _read_message(block, lines, index)
    block.end = index
    _read_relation(block, lines)


def _read_frames(block: Block, lines: list[str], index: int, numbers: Sequence[int]) -> int:
    while index < len(lines):
        line = lines[index]
        start = frame_start(line)
        if start:
            start.pasted = numbers[index] + 1
            block.frames.append(start)
        elif block.frames and (is_frame_body(line) or _code_at_margin(block, line)):
            block.frames[-1].take(line)
        elif line.strip() and not _FRAME_COUNT.match(line) and not (is_noise(line) and block.frames):
            return index
        index += 1
    return index


def _code_at_margin(block: Block, line: str) -> bool:
    """A paste without indentation: the line below a frame is its source unless it names an exception."""
    frame = block.frames[-1]
    named = _EXCEPTION.match(line)
    if frame.notebook or frame.code or not line.strip() or _starts_other(line):
        return False
    return not (named and _TYPE_NAME.match(named["type"]))


def _is_exception(block: Block, line: str) -> bool:
    found = _EXCEPTION.match(line)
    if not found or _starts_other(line):
        return False
    return bool(block.frames) or bool(_TYPE_NAME.fullmatch(found["type"]))


def _starts_other(line: str) -> bool:
    return bool(_HEADER.match(line) or _NOTEBOOK.match(line) or _CAUSE.match(line) or _CONTEXT.match(line))


def _read_message(block: Block, lines: list[str], index: int) -> int:
    found = _EXCEPTION.match(lines[index])
    assert found is not None
    block.type = found["type"]
    block.text = [found["text"] or ""]
    index += 1
    while index < len(lines) and not _ends_message(lines, index):
        block.text.append(lines[index])
        index += 1
    return index


def _ends_message(lines: list[str], index: int) -> bool:
    line = lines[index]
    if _HEADER.match(line):
        return not _inside_graph_error(lines, index)
    return _starts_other(line) or bool(_RULER.match(line) or _PLACED.match(line[:500])) or is_noise(line)


def _inside_graph_error(lines: list[str], index: int) -> bool:
    """TensorFlow prints the traceback of a py_function inside its message, with a blank line below the header."""
    after = lines[index + 1 : index + 3]
    return len(after) == 2 and not after[0].strip() and after[1].startswith("  File ")


def _read_relation(block: Block, lines: list[str]) -> None:
    """Look over blank lines for the sentence that joins this block to the next."""
    index = block.end
    while index < len(lines) and (not lines[index].strip() or _RULER.match(lines[index])):
        index += 1
    if index < len(lines) and _CAUSE.match(lines[index]):
        block.relation, block.end = "cause", index + 1
    elif index < len(lines) and _CONTEXT.match(lines[index]):
        block.relation, block.end = "context", index + 1


def _chains(blocks: list[Block]) -> list[list[Block]]:
    chains: list[list[Block]] = []
    for block in blocks:
        if chains and chains[-1][-1].relation:
            chains[-1].append(block)
        else:
            chains.append([block])
    for chain in chains:
        chain[-1].relation = ""
    return chains


# --- the worker's exceptions ----------------------------------------------------------------------------------------


def link_from_worker(exception: Mapping[str, Any]) -> ErrorLink:
    """Turn one exception of the worker's chain into a link; its message is read as a pasted one is. Never raises."""
    frames = exception.get("frames")
    read = read_message(short_type(_text(exception, "type")), clean(_text(exception, "message")))
    outer = tuple(_frame(frame) for frame in frames if isinstance(frame, Mapping)) if isinstance(frames, list) else ()
    return ErrorLink(read.type, read.message, outer + read.frames, read.wrapper, _relation(exception.get("relation")))


def _frame(frame: Mapping[str, Any]) -> Frame:
    line = frame.get("line")
    file = clean(_text(frame, "file"))
    number = line if isinstance(line, int) else 0
    return Frame(file, number, clean(_text(frame, "function")), clean(_text(frame, "code")).strip(), origin_of(file))


def _text(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""


def _relation(value: object) -> Relation:
    for known in ("cause", "context", "hidden"):
        if value == known:
            return known
    return ""
