"""A report as Markdown, for an issue, a pull request or a chat.

Text that was pasted is put where Markdown cannot act on it: in code spans and fences longer than any run of backticks
inside, and escaped everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from textwrap import dedent

from troubleshooter.model import Diagnosis, Next, Proposal, Report, State
from troubleshooter.report import words
from troubleshooter.report.plain import plain, readable

_ACTIVE = re.compile(r"([\\`*_\[\]<>|#~])")


def to_markdown(report: Report) -> str:
    """The whole report, one newline at the end."""
    sections = (
        [f"**{report.status.value}**: {_text(words.status_line(report).partition(': ')[2])}"],
        *(_diagnosis(item, report) for item in report.diagnoses),
        _list("The error I have not explained", words.open_error_lines(report)),
        _list("Still possible", map(words.standing_line, words.suspects(report))),
        _list("Ruled out", map(words.standing_line, words.standings(report, State.RULED_OUT))),
        _list("How I got here", () if report.diagnoses else report.path),
        _repair("", report.proposal),
        *(_repair("Another way", item) for item in report.alternatives),
        _next(report.next),
        _list("Notes", words.notes(report)),
    )
    return plain("\n\n".join("\n".join(section) for section in sections if section)) + "\n"


def _diagnosis(diagnosis: Diagnosis, report: Report) -> list[str]:
    rows = [
        ("Cause", _span(diagnosis.cause.name)),
        ("Where", _text(words.target_line(diagnosis))),
        ("Basis", _text(words.basis_line(diagnosis, report.environment))),
        ("Error", _span(words.error_words(diagnosis.error))),
        ("Hidden by Keras", _span(words.error_words(diagnosis.hidden))),
    ]
    lines = [f"## {_text(diagnosis.cause.title)}", "", _text(diagnosis.cause.summary), ""]
    lines += [f"- {name}: {text}" for name, text in rows if text]
    lines += _nested("Why", diagnosis.why)
    return lines + _nested("Evidence", map(words.fact_line, diagnosis.evidence))


def _repair(heading: str, proposal: Proposal | None) -> list[str]:
    if proposal is None:
        return []
    lines = [f"## {heading or words.repair_heading(proposal)}", "", _text(words.repair_line(proposal))]
    lines += [f"- {_text(remark)}" for remark in words.repair_remarks(proposal)]
    lines += _fence("python", proposal.repair.source) + _fence("diff", proposal.repair.diff)
    return lines + _table(words.check_rows(proposal))


def _table(rows: tuple[tuple[str, str, str, str], ...]) -> list[str]:
    if not rows:
        return []
    lines = ["", "| Check | Kind | Outcome | Time |", "| --- | --- | --- | --- |"]
    return lines + [f"| {_text(name)} | {kind} | {outcome} | {seconds} |" for kind, outcome, name, seconds in rows]


def _next(wish: Next | None) -> list[str]:
    if wish is None:
        return []
    lines = ["## What would take this further", "", *_kept(wish.text), *([_text(wish.why)] if wish.why else [])]
    for value, text in wish.choices:
        option = words.answer_option(wish, value)
        lines.append(f"- {_text(text)}{f': {_span(option)}' if option else ''}")
    go_on = words.how_to_go_on(wish)
    return lines + (["", _text(go_on)] if go_on else [])


def _kept(text: str) -> list[str]:
    """Text with indented lines of code in it: the code in a fence, the rest escaped."""
    lines: list[str] = []
    for code, group in groupby(plain(text).split("\n"), key=lambda line: line.startswith("    ")):
        part = [line for line in group if line.strip()]
        lines += [*_fence("python", dedent("\n".join(part))), ""] if code else [_text(line) for line in part]
    return lines


def _list(heading: str, lines: Iterable[str]) -> list[str]:
    items = [f"- {_text(line)}" for line in lines if line]
    return [f"## {heading}", "", *items] if items else []


def _nested(heading: str, lines: Iterable[str]) -> list[str]:
    items = [f"  - {_text(line)}" for line in lines if line]
    return [f"- {heading}:", *items] if items else []


def _text(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", readable(text))


def _span(text: str) -> str:
    line = readable(text)
    if not line:
        return ""
    ticks = "`" * (_longest_run(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def _fence(language: str, text: str) -> list[str]:
    if not text.strip():
        return []
    ticks = "`" * max(3, _longest_run(text) + 1)
    return ["", f"{ticks}{language}", plain(text).rstrip("\n"), ticks]


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
