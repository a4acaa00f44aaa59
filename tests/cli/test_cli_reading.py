"""Whatever a file or stdin holds: text, or an error that names what, where and a way out."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from troubleshooter.cli.reading import LIMIT, read_text
from troubleshooter.errors import InputError


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x = 1\n", "x = 1\n"),
        ("x = 'ü'\n".encode("utf-8-sig"), "x = 'ü'\n"),
        ("Traceback ü\n".encode("utf-16"), "Traceback ü\n"),
        (b"\xfe\xff" + "Traceback\n".encode("utf-16-be"), "Traceback\n"),
        (b"a\x1b[31mb\n", "a\x1b[31mb\n"),
    ],
)
def test_text_is_read(tmp_path: Path, data: bytes, expected: str) -> None:
    file = tmp_path / "paste.txt"
    file.write_bytes(data)
    assert read_text(str(file)) == expected


def test_a_declared_encoding_is_followed_for_a_program_only(tmp_path: Path) -> None:
    file = tmp_path / "model.py"
    file.write_bytes("# coding: latin-1\nx = 'ü'\n".encode("latin-1"))
    assert read_text(str(file), python=True).endswith("x = 'ü'\n")
    with pytest.raises(InputError) as caught:
        read_text(str(file))
    assert caught.value.reference == "wrong-encoding"
    assert "byte 24" in caught.value.where


@pytest.mark.parametrize(
    ("data", "reference"),
    [
        (b"", "empty-input"),
        (b" \n\t\n", "empty-input"),
        (b"\x89PNG\x00\x01", "binary-file"),
        (b"caf\xe9", "wrong-encoding"),
        (b"# coding: no-such-thing\nx = 1\n", "wrong-encoding"),
        (b"# coding: rot13\nk = 1\n", "wrong-encoding"),
        (b"\xff\xfea", "wrong-encoding"),
        (b"x" * (LIMIT + 1), "unusable-input"),
    ],
)
def test_what_cannot_be_used_says_so(tmp_path: Path, data: bytes, reference: str) -> None:
    file = tmp_path / "model.py"
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_text(str(file), python=True)
    assert caught.value.reference == reference
    assert str(file) in caught.value.where
    assert caught.value.hint


def test_no_such_file_and_directories(tmp_path: Path) -> None:
    for name, reference in ((str(tmp_path / "none.py"), "no-such-file"), (str(tmp_path), "is-a-directory")):
        with pytest.raises(InputError) as caught:
            read_text(name)
        assert (caught.value.reference, caught.value.where) == (reference, name)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_names_no_file_can_have(name: str) -> None:
    with pytest.raises(InputError):
        read_text(name)


def test_stdin_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Traceback ü\n".encode()), encoding="ascii"))
    assert read_text("-") == "Traceback ü\n"


def test_a_closed_stdin_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError):
        read_text("-")
