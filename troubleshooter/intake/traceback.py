"""Pasted error text -> Traceback: blocks (header, frames, exception, message) joined to chains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from troubleshooter.intake.ansi import clean, without_styles
from troubleshooter.intake.bare import read_bare
from troubleshooter.intake.fences import marked
from troubleshooter.intake.frames import ReadFrame, frame_start, is_frame_body
from troubleshooter.intake.message import read_message, short_type
from troubleshooter.intake.noise import is_noise
from troubleshooter.intake.origin import keras_line, origin_of, python_version
from troubleshooter.intake.silent import find_warnings, warning_link
from troubleshooter.intake.undress import unescape, without_prefixes, without_quotes
from troubleshooter.model import ErrorLink, Frame, Traceback

Relation = Literal["cause", "context", "hidden", ""]

_HEADER = re.compile(r"\s*(?:\+ Exception Group )?Traceback \((?:most recent call last|innermost last)\):?\s*$")
_NOTEBOOK = re.compile(r"(?P<type>[A-Za-z_][\w.]*)\s+Traceback \(most recent call last\):?\s*$")
_RULER = re.compile(r"[-─]{20,}\s*$")
_CAUSE = re.compile(r"\s*The above exception was the direct cause of the following exception:?\s*$")
_CONTEXT = re.compile(r"\s*During handling of the above exception, another exception occurred:?\s*$")
_EXCEPTION = re.compile(r"(?P<type>[A-Za-z_]\w*(?:\.[\w<>]+)*)(?::(?:\s(?P<text>.*))?|\s*)$")
_TYPE_NAME = re.compile(r"(?:\w+\.)*[A-Z]\w*|.*(?:Error|Exception|Warning|Exit|Interrupt|Iteration|Group)$")
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

    @property
    def complete(self) -> bool:
        """Header, exception and all: the text was not cut here."""
        return self.headed and bool(self.type)

    def link(self) -> ErrorLink:
        """The exception without its wrappings; frames found in the message follow the outer ones."""
        read = read_message(short_type(self.type), "\n".join(self.text))
        frames = tuple(frame.done() for frame in self.frames) + read.frames
        return ErrorLink(read.type, read.message, frames, read.wrapper, self.relation)


def parse_traceback(text: str) -> Traceback | None:
    """Read the error in `text`: tracebacks of any shape, a caught error's line, or warnings. None without one."""
    lines = error_lines(text)
    blocks = read_blocks(lines)
    warnings, places = find_warnings(lines)
    chains = _chains(blocks)
    tracebacks = [_traceback(chain, "\n".join(lines[chain[0].start : chain[-1].end])) for chain in chains]
    if not tracebacks:
        return _without_blocks(lines, warnings, places)
    return replace(tracebacks[-1], warnings=warnings, others=tuple(tracebacks[:-1]))


def error_lines(text: str) -> list[str]:
    """The lines of an error's text, undressed; the readers of blocks, warnings and shown source start from these."""
    lines = unescape(without_styles(clean(text))).split("\n")
    return marked(without_prefixes(without_quotes(lines)))


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


def read_blocks(lines: list[str]) -> list[Block]:
    """Find and read every exception block, first to last; each line is looked at a bounded number of times."""
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        block = _open(lines, index)
        if block is None:
            index += 1
            continue
        _read(block, lines)
        if block.frames or block.type:
            blocks.append(block)
        index = max(block.end, index + 1)
    return blocks


def _open(lines: list[str], index: int) -> Block | None:
    """A block starts at a header, or at a frame whose header was cut off."""
    line = lines[index]
    if _HEADER.match(line) or _NOTEBOOK.match(line):
        return Block(index)
    if frame_start(line) and not _quoted_frame(line):
        return Block(index, headed=False)
    return None


def _quoted_frame(line: str) -> bool:
    """Deeper frames stand in `in user code:` and graph messages; the reader of bare errors knows these."""
    return line.startswith("    ")


def _read(block: Block, lines: list[str]) -> None:
    index = block.start + (1 if block.headed else 0)
    index = _read_frames(block, lines, index)
    if index < len(lines) and _is_exception(block, lines[index]):
        index = _read_message(block, lines, index)
    block.end = index
    _read_relation(block, lines)


def _read_frames(block: Block, lines: list[str], index: int) -> int:
    while index < len(lines):
        line = lines[index]
        start = frame_start(line)
        if start:
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
    return _starts_other(line) or bool(_RULER.match(line)) or is_noise(line)


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
