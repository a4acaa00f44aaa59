"""A report as text for a person: first person, 100 columns, code left unindented so that it can be copied.

Each section is one function from the report to lines; a section with nothing to say gives no lines.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from troubleshooter.model import Diagnosis, Next, Proposal, Report, State
from troubleshooter.report import words
from troubleshooter.report.plain import plain, readable

WIDTH = 100
_LABEL = 13


def to_text(report: Report) -> str:
    """The whole report, one newline at the end."""
    sections = (
        _opening(report),
        *(_diagnosis(number, item, report) for number, item in enumerate(report.diagnoses, start=1)),
        _list("The error I have not explained", words.open_error_lines(report)),
        _list("Still possible", map(words.standing_line, words.suspects(report))),
        _list("What I ruled out", map(words.standing_line, words.standings(report, State.RULED_OUT))),
        _list("How I got here", () if report.diagnoses else map(readable, report.path)),
        _repair("", report.proposal),
        *(_repair("Another way", item) for item in report.alternatives),
        _next(report.next),
        _list("Notes", words.notes(report)),
        _closing(report),
    )
    return plain("\n\n".join("\n".join(section) for section in sections if section)) + "\n"


def _opening(report: Report) -> list[str]:
    return _prose(words.status_line(report))


def _diagnosis(number: int, diagnosis: Diagnosis, report: Report) -> list[str]:
    lines = _prose(f"{number}. {readable(diagnosis.cause.title)} [{diagnosis.cause.name}]")
    lines += _labelled("where", words.target_line(diagnosis))
    lines += _labelled("basis", words.basis_line(diagnosis, report.environment))
    lines += _labelled("error", words.error_words(diagnosis.error))
    if diagnosis.hidden:
        lines += _labelled("hidden", f"Keras hid the real error: {words.error_words(diagnosis.hidden)}")
    lines += _labelled("summary", readable(diagnosis.cause.summary))
    lines += _items("why", map(readable, diagnosis.why))
    return lines + _items("evidence", map(words.fact_line, diagnosis.evidence))


def _repair(heading: str, proposal: Proposal | None) -> list[str]:
    if proposal is None:
        return []
    lines = _prose(f"{heading or words.repair_heading(proposal)}: {words.repair_line(proposal)}")
    for remark in words.repair_remarks(proposal):
        lines += _prose(remark, "  ")
    lines += _code("source", proposal.repair.source) + _code("diff", proposal.repair.diff)
    return lines + _table(words.check_rows(proposal))


def _code(name: str, text: str) -> list[str]:
    if not text.strip():
        return []
    return ["", f"----- {name} -----", *plain(text).rstrip("\n").split("\n"), f"----- end of {name} -----"]


def _table(rows: tuple[tuple[str, str, str, str], ...]) -> list[str]:
    if not rows:
        return []
    lines = ["", "How I checked it"]
    for kind, outcome, name, seconds in rows:
        start = f"  {kind:<14}  {outcome:<7}  "
        lines += _prose(f"{name}{f'  ({seconds})' if seconds else ''}", start, " " * len(start))
    return lines


def _next(wish: Next | None) -> list[str]:
    if wish is None:
        return []
    lines = ["What would take this further", *_kept(wish.text, "  ")]
    if wish.why:
        lines += _prose(f"Why I ask: {readable(wish.why)}", "  ")
    for value, text in wish.choices:
        option = words.answer_option(wish, value)
        lines += _prose(f"{readable(value)}: {readable(text)}{f'  ({option})' if option else ''}", "  - ", "    ")
    go_on = words.how_to_go_on(wish)
    return lines + (_prose(go_on, "  ") if go_on else [])


def _kept(text: str, margin: str) -> list[str]:
    """Text of several lines, code among them: the lines and their indentation stay."""
    lines = [line.rstrip() for line in plain(text).expandtabs(4).split("\n") if line.strip()]
    indents = [margin + line[: len(line) - len(line.lstrip())] for line in lines]
    return [part for line, indent in zip(lines, indents, strict=True) for part in _prose(line.strip(), indent)]


def _closing(report: Report) -> list[str]:
    environment, total = report.environment, report.static_seconds + report.probe_seconds
    facts = [
        words.versions(environment),
        f"Python {readable(environment.python)}" if environment.python else "",
        f"{total:.1f} s, {report.probe_seconds:.1f} s of them in probes" if total >= 0.1 else "",
    ]
    known = ", ".join(fact for fact in facts if fact)
    lines = _prose(f"({known})") if known else []
    missing = [readable(layer) for layer, applied in environment.confinement if not applied]
    return lines + (_prose(f"(confinement not applied: {', '.join(missing)})") if missing else [])


def _list(heading: str, lines: Iterable[str]) -> list[str]:
    wrapped = [part for line in lines if line for part in _prose(line, "  - ", "    ")]
    return [heading, *wrapped] if wrapped else []


def _labelled(label: str, text: str) -> list[str]:
    return _prose(text, f"   {label:<{_LABEL - 3}}", " " * _LABEL) if text else []


def _items(label: str, lines: Iterable[str]) -> list[str]:
    wrapped = [part for line in lines if line for part in _prose(line, " " * _LABEL + "- ", " " * _LABEL + "  ")]
    if wrapped:
        wrapped[0] = f"   {label:<{_LABEL - 3}}" + wrapped[0][_LABEL:]
    return wrapped


def _prose(text: str, first: str = "", following: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if following is None else following,
        break_long_words=False,
        break_on_hyphens=False,
    )
