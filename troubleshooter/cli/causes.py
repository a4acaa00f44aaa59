"""`troubleshooter causes`: what I can find, one line a cause."""

from __future__ import annotations

import argparse

from troubleshooter.catalog import load
from troubleshooter.cli.console import write_answer
from troubleshooter.model import Cause
from troubleshooter.report import plain


def run(arguments: argparse.Namespace) -> int:
    """Prints name and title of each cause that is asked for; 1 when there is none."""
    causes = [cause for cause in load().causes if _wanted(cause, arguments.keras, arguments.search)]
    width = max((len(cause.name) for cause in causes), default=0)
    write_answer(plain("".join(f"{cause.name:<{width}}  {cause.title}\n" for cause in causes)))
    return 0 if causes else 1


def _wanted(cause: Cause, line: str, words: str) -> bool:
    """Whether a cause can happen on a Keras line, and each of the words stands in what is said of it."""
    told = " ".join((cause.name, cause.title, cause.summary, cause.explanation)).lower()
    return (not line or line in cause.keras) and all(word in told for word in words.lower().split())
