"""Arguments that cannot be used: status 2, nothing on stdout, a reference and a way out on stderr."""

from __future__ import annotations

from pathlib import Path

import pytest

from troubleshooter.catalog import load
from troubleshooter.cli import main

SOURCE = "import tensorflow as tf\nlayer = tf.keras.layers.Lambda(lambda x: x * 2)\n"


@pytest.mark.parametrize(
    ("arguments", "reference"),
    [
        (["triage"], "nothing-pasted"),
        (["triage", "--complaint", " "], "nothing-pasted"),
        (["triage", "--no-probe", "--yes"], "nothing-pasted"),
        (["triage", "-", "--source", "-"], "unusable-input"),
        (["triage", "no-such-file.txt"], "no-such-file"),
        (["triage", "--source", "no-such-file.py"], "no-such-file"),
        (["triage", "--format", "xml"], "unusable-arguments"),
        (["triage", "--answ", "a=b"], "unusable-arguments"),
        (["triage", "--complaint"], "unusable-arguments"),
        (["no-such-command"], "unusable-arguments"),
        (["--no-such-option"], "unusable-arguments"),
        (["triage", "--complaint", "x", "--answer", "condition-scope"], "unusable-answer"),
        (["triage", "--complaint", "x", "--answer", "no-such-fact=batch"], "unusable-answer"),
        (["triage", "--complaint", "x", "--answer", "condition-scope=never"], "unusable-answer"),
        (["triage", "--complaint", "x", "--answer", "condition-scope="], "unusable-answer"),
        (["triage", "--complaint", "x", "--answer", "returns=never"], "unusable-answer"),
        (["triage", "--complaint", "x", "--answer", "consent=yes"], "unusable-answer"),
        (
            ["triage", "--complaint", "x", "--answer", "condition-scope=row", "--answer", "condition-scope=batch"],
            "unusable-answer",
        ),
        (["triage", "--complaint", "x", "--python", "no-such-python"], "no-such-interpreter"),
        (["triage", "--complaint", "x", "--python", "."], "no-such-interpreter"),
        (["--python", "no-such-python"], "no-such-interpreter"),
        (["explain", "no-such-cause"], "no-such-cause"),
    ],
)
def test_unusable(arguments: list[str], reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"error[{reference}]: ")
    assert "hint: " in captured.err


def test_escape_sequences_in_arguments_do_not_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["triage", "\x1b[2Jfile\x1b]0;t\x07"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_a_close_name_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["triage", "--complaint", "x", "--answer", "condition-scop=row"]) == 2
    assert "did you mean condition-scope?" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"\xff\xff"])
def test_files_that_cannot_be_used(tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "model.py"
    file.write_bytes(data)
    assert main(["triage", "--source", str(file)]) == 2
    assert str(file) in capsys.readouterr().err


def test_causes_are_narrowed_by_line_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    def listed(*options: str) -> tuple[int, set[str]]:
        status = main(["causes", *options])
        return status, {line.split()[0] for line in capsys.readouterr().out.splitlines()}

    everywhere = listed()[1]
    assert listed("--keras", "2")[1] == {cause.name for cause in load().causes if "2" in cause.keras} < everywhere
    assert "item-assignment" in listed("--search", "Item ASSIGNMENT")[1] < everywhere
    assert listed("--search", "no such words anywhere") == (1, set())


def test_causes_and_explain_say_every_cause(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["causes"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == [cause.name for cause in load().causes]
    for cause in load().causes:
        assert main(["explain", cause.name]) == 0
        assert capsys.readouterr().out.startswith(cause.title)
