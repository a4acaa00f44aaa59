"""`troubleshooter triage`: one case, no screen. The answer goes to stdout in the form asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from troubleshooter.catalog import load
from troubleshooter.cli.answers import find_interpreter, read_answers
from troubleshooter.cli.console import ask_yes, can_ask, is_terminal, tell, write_answer
from troubleshooter.cli.reading import read_text
from troubleshooter.driver import Driver, Settings
from troubleshooter.errors import InputError, NothingPasted
from troubleshooter.intake import read_paste
from troubleshooter.model import Paste, Question, Report, RunProbe, Say, Step
from troubleshooter.report import exit_status, readable, to_json_text, to_markdown, to_text

CONSENT = "consent"
_NOT_RUN = "note: I did not run the program: give --yes to let me (confined), or --no-probe to be asked no more"


def run(arguments: argparse.Namespace) -> int:
    """Diagnoses what the arguments give; prints the report; returns the exit status."""
    settings = _settings(arguments)
    paste = _paste(arguments)
    with Driver(settings) as driver:
        report = driver.diagnose(paste, _progress(arguments.verbose), _ask)
    write_answer(_forms()[arguments.format](report))
    return exit_status(report)


def _forms() -> Mapping[str, Callable[[Report], str]]:
    return {"text": to_text, "json": to_json_text, "markdown": to_markdown}


def _settings(arguments: argparse.Namespace) -> Settings:
    answers = read_answers(arguments.answer, load()) if arguments.answer else {}
    return Settings(
        interpreter=find_interpreter(getattr(arguments, "python", "")),
        probing=not getattr(arguments, "no_probe", False),
        consent=True if arguments.yes else None,
        answers=answers,
    )


def _paste(arguments: argparse.Namespace) -> Paste:
    complaint = arguments.complaint.encode("utf-8", "replace").decode()  # arguments that are not UTF-8: lone surrogates
    if not (arguments.traceback or arguments.source or complaint.strip()):
        hint = "give a file with the traceback (- is stdin), --source FILE or --complaint TEXT"
        raise NothingPasted("there is nothing to look at", hint=hint)
    if arguments.traceback == arguments.source == "-":
        raise InputError("both cannot come from stdin", where="- --source -", hint="a single - may hold both")
    return read_paste(
        traceback=read_text(arguments.traceback) if arguments.traceback else "",
        source=read_text(arguments.source, python=True) if arguments.source else "",
        complaint=complaint,
        name=_name(arguments.source),
    )


def _name(source: str) -> str:
    name = readable(Path(source).name)
    return name if name.endswith(".py") else "model.py"


def _progress(verbose: bool) -> Callable[[Step], None] | None:
    return _tell_step if verbose or is_terminal(sys.stderr) else None


def _tell_step(step: Step) -> None:
    if isinstance(step, Say | RunProbe):
        tell(f"- {readable(step.text, 300)}")


def _ask(question: Question) -> str | None:
    """Only consent is asked; every other question is left to --answer, to a default, or to the report."""
    if question.fact != CONSENT:
        return None
    if can_ask():
        return "yes" if ask_yes(question.text) else "no"
    tell(_NOT_RUN)
    return "no"
