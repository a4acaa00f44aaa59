"""Files and stdin into text. Whatever cannot be used ends in an InputError that says what, where, and what to do."""

from __future__ import annotations

import codecs
import io
import sys
import tokenize
from pathlib import Path

from troubleshooter.errors import InputError

LIMIT = 10_000_000  # bytes; far above any program or traceback, and an end for /dev/zero
_BOMS = (  # a shell on Windows redirects into UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(name: str, *, python: bool = False) -> str:
    """The text of file `name`, or of stdin for "-". `python`: an encoding declared in the source is followed."""
    data, where = (_stdin(), "stdin") if name == "-" else (_file(name), name)
    if len(data) > LIMIT:
        raise InputError(f"more than {LIMIT:,} bytes", where=where, hint="give the program and its traceback only")
    text = _decoded(data, where, python)
    if not text.strip():
        raise InputError("there is nothing in it", where=where, reference="empty-input", hint=_empty_hint(name))
    return text


def _empty_hint(name: str) -> str:
    return "pipe the whole output: `python model.py 2>&1 | ...`" if name == "-" else "was the file saved?"


def _stdin() -> bytes:
    if sys.stdin is None:
        raise InputError("stdin is closed", where="-", hint="give the name of a file")
    binary = getattr(sys.stdin, "buffer", None)
    return binary.read(LIMIT + 1) if binary is not None else sys.stdin.read(LIMIT + 1).encode("utf-8", "replace")


def _file(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(LIMIT + 1)
    except FileNotFoundError:
        hint = "check the name; - is stdin, and what goes wrong in your own words is --complaint"
        raise InputError("there is no such file", where=name, hint=hint, reference="no-such-file") from None
    except IsADirectoryError:
        raise InputError("this is a directory", where=name, hint="give one file", reference="is-a-directory") from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"I cannot read it: {words}", where=name, reference="unreadable-file") from error


def _decoded(data: bytes, where: str, python: bool) -> str:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "")
    if not encoding and b"\0" in data:
        hint = "give the program as text (.py), not a saved model, a notebook's output or an archive"
        raise InputError("this is a binary file", where=where, hint=hint, reference="binary-file")
    encoding = encoding or (_declared(data, where) if python else "utf-8")
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:  # LookupError: rot13 and its like are declared, but no text encoding
        byte = f", byte {error.start + 1}" if isinstance(error, UnicodeDecodeError) else ""
        hint = "save it as UTF-8, or declare the encoding in the source's first line"
        raise InputError(f"not {encoding} text", where=where + byte, hint=hint, reference="wrong-encoding") from None


def _declared(data: bytes, where: str) -> str:
    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError as error:  # an unknown encoding is declared, or the first lines are not UTF-8
        hint = "save it as UTF-8, or declare the encoding in the source's first line"
        raise InputError(str(error), where=where, hint=hint, reference="wrong-encoding") from None
