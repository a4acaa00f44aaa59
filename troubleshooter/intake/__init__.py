"""Pasted text -> Traceback and Snippet: `read_paste`, `parse_traceback`, `link_from_worker`, `clean`."""

from troubleshooter.intake.ansi import clean
from troubleshooter.intake.paste import read_paste
from troubleshooter.intake.traceback import link_from_worker, parse_traceback

__all__ = ["clean", "link_from_worker", "parse_traceback", "read_paste"]
