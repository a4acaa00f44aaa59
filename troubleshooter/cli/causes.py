"""`troubleshooter causes`: what I can find, one line a cause."""

from __future__ import annotations

import argparse

from troubleshooter.catalog import load
from troubleshooter.cli.console import write_answer
from troubleshooter.report import plain


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this form
    """Prints name and title of each cause."""
    causes = load().causes
    width = max((len(cause.name) for cause in causes), default=0)
    write_answer(plain("".join(f"{cause.name:<{width}}  {cause.title}\n" for cause in causes)))
    return 0
