"""Triage around a driver that is played: streams, forms, statuses, consent. No TensorFlow."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from troubleshooter.cli import main
from troubleshooter.model import Paste, Question, Report, Say, Status

CONSENT = Question("consent", "May I run the program, confined?", "", (("yes", "yes"), ("no", "no")))


class PlayedDriver:
    """Says one thing, asks for consent as the real one does, ends as `status` says."""

    status = Status.DIAGNOSED
    error: BaseException | None = None
    seen: ClassVar[dict[str, Any]] = {}

    def __init__(self, settings) -> None:
        self.seen.clear()
        self.seen["settings"] = settings

    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        self.seen["stopped"] = True

    def diagnose(self, paste: Paste, on_step: Callable | None, ask: Callable) -> Report:
        if self.error:
            raise self.error
        if on_step:
            on_step(Say("I look at\x1b[2J it"))
        consent = self.seen["settings"].consent
        self.seen["consent"] = ("yes" if consent else "no") if consent is not None else ask(CONSENT)
        self.seen["other"] = ask(Question("condition-scope", "", "", ()))
        self.seen["paste"] = paste
        return Report(self.status, paste)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> type[PlayedDriver]:
    driver = type("Driver", (PlayedDriver,), {"seen": {}})
    monkeypatch.setattr("troubleshooter.cli.triage.Driver", driver)
    return driver


@pytest.mark.parametrize(
    ("form", "start"), [("text", "diagnosed: "), ("json", '{\n  "schema": 1,'), ("markdown", "**diagnosed**")]
)
def test_stdout_holds_the_answer_alone(played, capsys: pytest.CaptureFixture[str], form: str, start: str) -> None:
    assert main(["triage", "--complaint", "it fails", "--format", form, "--yes"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith(start)
    assert captured.err == ""
    assert played.seen["stopped"]


@pytest.mark.parametrize(("status", "expected"), [("healthy", 0), ("ambiguous", 1), ("out-of-scope", 1)])
def test_the_exit_status_tells_how_it_ended(played, status: str, expected: int) -> None:
    played.status = Status(status)
    assert main(["triage", "--complaint", "it fails"]) == expected


def test_progress_goes_to_stderr_without_escape_sequences(played, capsys: pytest.CaptureFixture[str]) -> None:
    main(["triage", "--complaint", "it fails", "--verbose", "--yes"])
    assert capsys.readouterr().err == "- I look at it\n"


def test_without_a_terminal_and_without_yes_nothing_is_run(played, capsys: pytest.CaptureFixture[str]) -> None:
    main(["triage", "--complaint", "it fails", "--format", "json"])
    captured = capsys.readouterr()
    assert played.seen["consent"] == "no"
    assert "--yes" in captured.err
    assert json.loads(captured.out)["schema"] == 1


@pytest.mark.parametrize(
    ("typed", "expected"), [("y\n", "yes"), ("YES\n", "yes"), ("n\n", "no"), ("", "no"), ("\n", "no")]
)
def test_on_a_terminal_consent_is_asked_on_stderr(played, capsys, monkeypatch, typed: str, expected: str) -> None:
    monkeypatch.setattr("troubleshooter.cli.triage.can_ask", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    main(["triage", "--complaint", "it fails"])
    captured = capsys.readouterr()
    assert played.seen["consent"] == expected
    assert "May I run the program" in captured.err
    assert "May I" not in captured.out


def test_no_other_question_is_asked(played) -> None:
    main(["triage", "--complaint", "it fails", "--answer", "condition-scope=row", "--answer", "gradient-wish=unknown"])
    assert played.seen["other"] is None
    assert played.seen["settings"].answers == {"condition-scope": "row", "gradient-wish": "unknown"}


def test_settings_follow_the_arguments(played) -> None:
    main(["triage", "--complaint", "it fails", "--no-probe", "--python", sys.executable, "--yes"])
    settings = played.seen["settings"]
    assert (settings.probing, settings.interpreter, settings.consent) == (False, sys.executable, True)


@pytest.mark.parametrize("where", [["--python", sys.executable, "triage"], ["--no-probe", "triage"]])
def test_options_before_the_command_count_too(played, where: list[str]) -> None:
    main([*where, "--complaint", "it fails"])
    settings = played.seen["settings"]
    assert (settings.interpreter == sys.executable) or not settings.probing


def test_files_and_stdin_reach_the_paste(played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "net.py"
    source.write_text("import tensorflow as tf\nlayer = tf.keras.layers.Lambda(lambda x: x * 2)\n")
    text = 'Traceback (most recent call last):\n  File "net.py", line 2, in <module>\nValueError: bad\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["triage", "-", "--source", str(source)]) == 0
    paste = played.seen["paste"]
    assert paste.traceback.shown.type == "ValueError"
    assert "Lambda" in paste.snippet.text
    assert paste.snippet.name == "net.py"


def test_a_complaint_that_is_not_utf8_is_no_crash(played) -> None:
    assert main(["triage", "--complaint", "it \udcff fails\x1b[2J"]) == 0


@pytest.mark.parametrize(
    ("error", "status", "start"),
    [(KeyboardInterrupt(), 130, "interrupted"), (RuntimeError("\x1b[2Jboom"), 2, "Traceback")],
)
def test_interrupts_and_own_faults(played, capsys, error: BaseException, status: int, start: str) -> None:
    played.error = error
    assert main(["triage", "--complaint", "it fails"]) == status
    captured = capsys.readouterr()
    assert (captured.out, played.seen["stopped"]) == ("", True)
    assert captured.err.startswith(start)
    assert "\x1b" not in captured.err
