"""`troubleshooter explain NAME`: one cause in words."""

from __future__ import annotations

import argparse
import difflib

from troubleshooter.catalog import load
from troubleshooter.cli.console import write_answer
from troubleshooter.errors import InputError
from troubleshooter.model import Cause
from troubleshooter.report import plain


def run(arguments: argparse.Namespace) -> int:
    """Prints the cause's explanation; an unknown name is an InputError."""
    causes = {cause.name: cause for cause in load().causes}
    if arguments.cause not in causes:
        close = difflib.get_close_matches(arguments.cause, causes, n=1)
        hint = f"did you mean {close[0]}?" if close else "`troubleshooter causes` lists them"
        raise InputError("I know no such cause", where=arguments.cause, hint=hint, reference="no-such-cause")
    write_answer(plain(_page(causes[arguments.cause])))
    return 0


def _page(cause: Cause) -> str:
    lines = "Keras " + " and ".join(cause.keras)
    return f"{cause.title} [{cause.name}; {lines}]\n\n{cause.summary}\n\n{cause.explanation.strip()}\n"
