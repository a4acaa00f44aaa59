"""stdout and stderr, and the one question that triage may ask.

Either stream may be closed, a pipe whose reader left (`| head`), full, or unable to encode what is said.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import TextIO

_CLOSED = {errno.EPIPE, errno.EINVAL, errno.EBADF}  # EINVAL: Windows' way to say that the reader has left


def prepare() -> None:
    """Makes both streams able to print any text: what the encoding lacks is shown as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write_answer(text: str) -> None:
    """The answer, to stdout. A reader that has left is no error."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """Anything but the answer, to stderr, as a line of its own, without escape sequences."""
    from troubleshooter.report.plain import plain

    if sys.stderr is None:  # print(file=None) would write to stdout
        return
    with contextlib.suppress(OSError):  # nowhere is left to say that stderr is gone
        _write(sys.stderr, plain(text).rstrip("\n") + "\n")


def ask_yes(text: str) -> bool:
    """Asks on stderr, reads one line from stdin; anything but y or yes is a no."""
    tell(text)
    _write(sys.stderr, "[y/N] ")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def can_ask() -> bool:
    """Somebody sits there: both stdin and stderr are a terminal."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether the stream is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def silence(stream: TextIO | None) -> None:
    """Points a stream that cannot be written to at nothing."""
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        silence(stream)
        if error.errno not in _CLOSED:
            raise
