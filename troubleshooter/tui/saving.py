"""What goes into a file that a person names: the suffix decides."""

from __future__ import annotations

from pathlib import Path

from troubleshooter.errors import InputError
from troubleshooter.model import Proposal, Report
from troubleshooter.tui.front import Front

REPORTS = {".md": "markdown", ".json": "json", ".txt": "text"}
DIFFS = frozenset({".diff", ".patch"})


def suggestion(report: Report) -> str:
    """A name to start from: the corrected snippet, or the report where there is none."""
    return "corrected.py" if report.proposal else "report.md"


def content_for(path: Path, front: Front, report: Report, proposal: Proposal | None) -> str:
    """The report for .md, .json and .txt, the diff for .diff and .patch, else the corrected snippet."""
    suffix = path.suffix.lower()
    if suffix in REPORTS:
        return front.render_report(report, REPORTS[suffix])
    if proposal is None:
        raise InputError("there is no corrected snippet to save", hint="a name that ends in .md saves the report")
    return proposal.repair.diff if suffix in DIFFS else proposal.repair.source
