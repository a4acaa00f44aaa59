"""Triage as a shell runs it, reading only: real sources, hostile ones, and the same answer every time."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from troubleshooter.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "knowledge" / "causes").glob("*/examples/*/before.py"))
FIRSTS = {path.parents[2].name: path for path in reversed(EXAMPLES)}  # one example a cause
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

NO_RETURN = """\
import tensorflow as tf


def halve(images):
    images / 2.0


inputs = tf.keras.Input((4,))
model = tf.keras.Model(inputs, tf.keras.layers.Lambda(halve)(inputs))
model.compile("sgd", "mse")
"""
HOSTILE = {
    "escapes": "\x1b]0;t\x07\x1b[2J\x1b[31mTraceback (most recent call last):\n  File '\x1b[2J', line 1\nE\x9b: x",
    "brackets": "x = " + "(" * 3000,
    "nested": "x = " + "[" * 90 + "]" * 90 + "\n",
    "line": "Lambda(lambda x: x" + " + x" * 20000 + ")\n",
    "lambdas": "from keras.layers import Lambda\n" + "Lambda(lambda x: None)\n" * 400,
    "indent": "".join(" " * depth + "if x:\n" for depth in range(120)),
    "self-call": "def f(x):\n    return f(x)\nLambda(f)\nLambda(Lambda(f))\n",
    "no-text": "\u202e\u2066\ufeff\u0000\n",
    "odd-traceback": "Traceback (most recent call last):\n" * 50 + "KeyError\n",
    "endless-chain": "During handling of the above exception, another exception occurred:\n" * 200,
    "not-python": "#!/bin/sh\nexec rm -rf scratch\n",
    "json": '{"cells": [{"cell_type": "code", "source": ["Lambda(", 3, null]}]}',
}  # fmt: skip


def triage(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["triage", "--no-probe", *arguments])
    captured = capsys.readouterr()
    assert not CONTROL.search(captured.out + captured.err)
    assert "error[internal]" not in captured.err, captured.err
    return status, captured.out, captured.err


def test_a_function_without_return_is_read_not_observed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "net.py").write_text(NO_RETURN)
    status, out, err = triage(capsys, "--source", str(tmp_path / "net.py"), "--format", "json")
    document = json.loads(out)
    assert (status, err, document["status"]) == (0, "", "diagnosed")
    (diagnosis,) = document["diagnoses"]
    assert (diagnosis["cause"], diagnosis["basis"], diagnosis["reproduced"]) == (
        "function-never-returns",
        "read",
        "not-run",
    )
    assert document["repair"]["verified"] is False
    assert "return images / 2.0" in document["repair"]["source"]
    assert document["environment"]["tensorflow"] == ""


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_reading_only_never_says_observed(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    (tmp_path / "net.py").write_text(NO_RETURN)
    status, out, _ = triage(capsys, "--source", str(tmp_path / "net.py"), "--format", form)
    assert (status, "observed on" in out, "read, not run" in out) == (0, False, True)


@pytest.mark.parametrize("cause", FIRSTS)
def test_every_cause_s_example_has_an_answer_in_every_form(cause: str, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "json", "markdown"):
        status, out, err = triage(capsys, "--source", str(FIRSTS[cause]), "--format", form)
        assert (status in {0, 1}, bool(out), err) == (True, True, "")


def test_the_same_input_gives_the_same_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "net.py").write_text(NO_RETURN)
    answers = [
        json.loads(triage(capsys, "--source", str(tmp_path / "net.py"), "--format", "json")[1]) for _ in range(2)
    ]
    for answer in answers:
        del answer["seconds"]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("how", ["stdin", "source"])
def test_hostile_input_ends_in_an_answer(
    name: str, how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = HOSTILE[name].encode()
    (tmp_path / "net.py").write_bytes(data)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    where = ["-"] if how == "stdin" else ["--source", str(tmp_path / "net.py")]
    for form in ("text", "json"):
        if form == "json":
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        status, out, _ = triage(capsys, *where, "--format", form)
        assert status in {0, 1, 2}
        assert bool(out) == (status != 2)


def test_a_paste_that_holds_both_is_taken_apart(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    error = 'Traceback (most recent call last):\n  File "net.py", line 9\nValueError: None values not supported.\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{NO_RETURN}\n{error}".encode())))
    status, out, _ = triage(capsys, "-", "--format", "json")
    assert (status, [item["cause"] for item in json.loads(out)["diagnoses"]]) == (0, ["function-never-returns"])
