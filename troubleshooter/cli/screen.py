"""`troubleshooter` without a command: the screen."""

from __future__ import annotations

import argparse
import sys

from troubleshooter.cli.answers import find_interpreter
from troubleshooter.cli.console import is_terminal
from troubleshooter.errors import InputError


def run(arguments: argparse.Namespace) -> int:
    """Opens the screen; without a terminal that is an InputError."""
    interpreter = find_interpreter(getattr(arguments, "python", ""))
    # Textual draws on stderr; without it as a terminal the screen would stay blank.
    if not all(is_terminal(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)):
        hint = "`troubleshooter triage` needs none"
        raise InputError("the screen needs a terminal", hint=hint, reference="no-terminal")
    return _open(interpreter, not getattr(arguments, "no_probe", False))


def _open(interpreter: str, probing: bool) -> int:
    from troubleshooter.cli.front import DriverFront
    from troubleshooter.driver import Driver, Settings
    from troubleshooter.tui import run_app

    front = DriverFront(Driver(Settings(interpreter=interpreter, probing=probing)))
    return run_app(front, probing=probing)
