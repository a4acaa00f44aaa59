"""The text of one exception -> its core message, without the wrappings that Keras, AutoGraph and TensorFlow add.

in user code:            AutoGraph's frames, then "    TypeError: the message"
Exception encountered when calling layer "lambda" (type Lambda).  /  ... when calling Lambda.call().
                         the message, then "(Call a|A)rguments received by ..." with one bullet an argument
Graph execution error:   "Detected at node ... defined at" with its frames, then the message
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from troubleshooter.intake.ansi import without_styles
from troubleshooter.intake.frames import ReadFrame, frame_start
from troubleshooter.intake.specs import printed_specs
from troubleshooter.model import Frame, Wrapper

_NAME = r"[\w.<>]{1,200}"
_WRAPPER = re.compile(
    rf"Exception encountered when calling (?:layer [\"'](?P<layer>[^\"'\n]{{1,300}})[\"'] \(type (?P<kind>{_NAME})\)"
    rf"|(?P<owner>{_NAME})\.\w+\(\))\.?\s*"
)
_RECEIVED = re.compile(
    rf"(?:Call a|A)rguments received(?: by (?:layer [\"'][^\"'\n]{{1,300}}[\"'] \(type {_NAME}\)|{_NAME}\(\)))?:"
)
_BULLET = re.compile(r"(?:(?:^|\s)(?:•|â€¢|\\u2022|·)|(?:^|\n)[ \t]*[*?-])[ \t]*([A-Za-z_]\w*)=")
_USER_CODE = re.compile(r"in user code:[ \t]*\n?")
_TYPED = re.compile(r"(?P<type>[A-Za-z_]\w*(?:\.[\w<>]+)*)(?:: ?|$)")
_FLAT_FRAME = re.compile(r"File \"(?P<file>[^\"\n]+)\", line (?P<line>\d+), in (?P<function>[\w<>]+)")
_FLAT_TYPED = re.compile(r"(?<![\w.])((?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt)): ")
_NODE = re.compile(r"(Detected at node \S+)( defined at)? ?\(most recent call last\):?$")
# The interpreter prints its suggestion behind the message; the exception itself does not carry it.
_SUGGESTION = re.compile(r"\. Did you (?:mean|forget)[^\n]{0,200}\?$")
_REPLACED = {"", "Error", "StagingError", "AutoGraphError", "ConversionError", "Exception"}  # these hide the nested one
_LAYERS = 8  # wrappings inside each other that are opened; three is the most seen


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """The core message with all that was taken off it."""

    type: str
    message: str
    frames: tuple[Frame, ...] = ()
    wrapper: Wrapper | None = None


def read_message(type_name: str, text: str) -> ReadMessage:
    """Take the wrappings off an exception's text, outermost first; frames found in them are kept in printed order."""
    result = ReadMessage(type_name, without_styles(text).strip())
    for _ in range(_LAYERS):
        opened = _open_user_code(result) or _open_wrapper(result) or _open_graph(result)
        if opened is None:
            break
        result = opened
    return replace(result, message=_SUGGESTION.sub("", result.message))


# --- Keras's wrapper ------------------------------------------------------------------------------------------------


def _open_wrapper(read: ReadMessage) -> ReadMessage | None:
    found = _WRAPPER.match(read.message)
    if not found:
        return None
    rest = read.message[found.end() :]
    received = _last(_RECEIVED, rest)
    core = rest[: received.start()] if received else rest
    arguments = _arguments(rest[received.end() :]) if received else {}
    kind = (found["kind"] or found["owner"]).rsplit(".", 1)[-1]
    shapes = {name: specs for name, text in arguments.items() if (specs := printed_specs(text))}
    wrapper = Wrapper(found["layer"] or "", kind, arguments, shapes)
    return ReadMessage(read.type, core.strip(), read.frames, wrapper)


def _arguments(text: str) -> dict[str, str]:
    """The bullets of an arguments block: name -> text as printed; a value ends where a line starts at the margin."""
    bullets = list(_BULLET.finditer(text))
    ends = [*(bullet.start() for bullet in bullets[1:]), len(text)][: len(bullets)]
    values = {}
    for bullet, end in zip(bullets, ends, strict=True):
        value = re.split(r"\n(?=\S)|\n\s*\n", text[bullet.end() : end], maxsplit=1)[0]
        values[bullet[1]] = value.strip()
    return values


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


# --- AutoGraph's "in user code:" ------------------------------------------------------------------------------------


def _open_user_code(read: ReadMessage) -> ReadMessage | None:
    found = _USER_CODE.match(read.message)
    if not found:
        return None
    rest = read.message[found.end() :]
    frames, tail = _user_code_frames(rest) if "\n" in rest.strip() else _flat_frames(rest)
    nested = _TYPED.match(tail)
    if not nested:
        return ReadMessage(read.type, tail, read.frames + frames, read.wrapper)
    name = short_type(nested["type"])
    shown = name if read.type in _REPLACED else read.type
    return ReadMessage(shown, tail[nested.end() :].strip(), read.frames + frames, read.wrapper)


def _user_code_frames(text: str) -> tuple[tuple[Frame, ...], str]:
    """Frames until the first line that stands as far left as they do and is none; the rest without their margin."""
    frames: list[ReadFrame] = []
    lines = text.split("\n")
    margin = 0
    for index, line in enumerate(lines):
        start = frame_start(line)
        indent = _indent(line)
        if start:
            frames.append(start)
            margin = indent
        elif line.strip() and (not frames or indent <= margin) and not _is_code_at_margin(frames, line):
            return _done(frames), _without_margin(lines[index:])
        elif frames:
            frames[-1].take(line)
    return _done(frames), ""


def _is_code_at_margin(frames: list[ReadFrame], line: str) -> bool:
    """A paste that lost its indentation shows a frame's source as far left as the frame."""
    return bool(frames) and not frames[-1].code and not _FLAT_TYPED.match(line.strip() + " ")


def _flat_frames(text: str) -> tuple[tuple[Frame, ...], str]:
    """The same where all line ends were lost: frames by their words, the message after the last exception name."""
    found = list(_FLAT_FRAME.finditer(text))
    frames = [ReadFrame(one["file"], min(int(one["line"][:9]), 10_000_000), one["function"]) for one in found]
    tail = text[found[-1].end() :] if found else text
    typed = _FLAT_TYPED.search(tail)
    return _done(frames), tail[typed.start() :] if typed else tail.strip()


def _done(frames: list[ReadFrame]) -> tuple[Frame, ...]:
    return tuple(frame.done() for frame in frames)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _without_margin(lines: list[str]) -> str:
    margin = _indent(lines[0])
    return "\n".join(line[min(margin, _indent(line)) :] for line in lines).strip()


# --- errors of a running graph --------------------------------------------------------------------------------------


def _open_graph(read: ReadMessage) -> ReadMessage | None:
    """Move the frames of `Detected at node` listings (and of a Python traceback inside) from the text to the frames."""
    if not _graph_listing(read.message):
        return None
    frames: list[ReadFrame] = []
    kept: list[str] = []
    listing = False
    for line in read.message.split("\n"):
        start = frame_start(line)
        if start:
            frames.append(start)
        node = _NODE.match(line.strip())
        header = line.strip().startswith("Traceback (most recent call last)")
        listing = bool(start or node or header) or (listing and _belongs_to_listing(line))
        if node:
            kept.append(node[1])
        elif listing and not start and frames:
            frames[-1].take(line)
        elif not listing and line.strip():
            kept.append(line)
    return ReadMessage(read.type, "\n".join(kept).strip(), read.frames + _done(frames), read.wrapper)


def _graph_listing(text: str) -> bool:
    if "Graph execution error" in text[:300] or "Detected at node" in text:
        return 'File "' in text or "defined at (most" in text
    return "Traceback (most recent call last):" in text and 'File "' in text


def _belongs_to_listing(line: str) -> bool:
    return not line.strip() or line.startswith("  ")


def short_type(name: str) -> str:
    """`tensorflow.python.framework.errors_impl.InvalidArgumentError` -> `InvalidArgumentError`, as notebooks print."""
    return name.rsplit(".", 1)[-1]
