"""The model's nouns in words, for the screens. Pure functions from facts to text; nothing here knows Textual."""

from __future__ import annotations

from troubleshooter.model import (
    Check,
    Ending,
    Environment,
    Fact,
    Outcome,
    Paste,
    Proposal,
    Snippet,
    Status,
    Traceback,
)
from troubleshooter.report import plain, readable
from troubleshooter.report.words import counted, place_words, settled_words

STATUS = {
    Status.DIAGNOSED: "Diagnosed",
    Status.AMBIGUOUS: "More than one cause fits",
    Status.UNDETERMINED: "Not determined",
    Status.OUT_OF_SCOPE: "Not a failure of a Lambda that I know",
    Status.HEALTHY: "Healthy: nothing fails",
}
GUTTER = {
    "saw": "saw",
    "suspect": "suspect",
    "ruled-out": "ruled out",
    "probe": "probe",
    "diagnosis": "found",
    "repair": "repair",
    "note": "note",
}
CHECK = {"passed": "✓ passed", "failed": "✗ failed", "not-run": "– not run"}
CHECK_KIND = {"required": "required", "by-answer": "by your answer", "informative": "informative"}
SAFETY = {
    "safe": "safe: keeps the meaning",
    "unsafe": "unsafe: may change the meaning",
    "display-only": "shown only, not applied",
}


def settled_by(fact: Fact) -> str:
    """Who settled a fact, and at which line."""
    return ", ".join(part for part in (settled_words(fact.settled_by), place_words(fact.where)) if part)


def fact_value(fact: Fact) -> str:
    """A fact's value; why it is unknown, where it is."""
    return plain(f"{fact.value} ({fact.reason})" if fact.reason else fact.value)


def outcome(of: Outcome) -> str:
    """How a probe ended, in one line."""
    seconds = f" in {of.seconds:.1f} s"
    if of.ending is Ending.PASSED:
        return f"✓ passed{seconds}"
    if of.ending is Ending.RAISED and of.chain:
        return f"! raised {readable(f'{of.chain[-1].type}: {of.chain[-1].message}', 160)}{seconds}"
    why = f": {readable(of.reason, 160)}" if of.reason else ""
    return f"! {of.ending.value.replace('-', ' ')}{why}{'' if of.ending is Ending.REFUSED else seconds}"


def read_traceback(traceback: Traceback | None) -> str:
    """What was read of the traceback pane."""
    if traceback is None:
        return "no traceback"
    parts = [f"Keras {traceback.keras}"] if traceback.keras else []
    parts += [f"{len(traceback.chain)} errors in a chain"] if len(traceback.chain) > 1 else []
    parts += [] if traceback.whole else ["cut"]
    parts += [readable(f"{traceback.shown.type}: {traceback.shown.message}", 160)]
    return " · ".join(parts)


def read_source(snippet: Snippet | None) -> str:
    """What was read of the source pane."""
    if snippet is None:
        return "no source"
    parts = [counted(len(snippet.text.splitlines()), "line")]
    parts += [f"not Python from line {snippet.stopped_at} on"] if snippet.stopped_at else []
    parts += ["a part of the program"] if snippet.partial else ["reads as a whole program"]
    return " · ".join(parts)


def read_paste(paste: Paste) -> tuple[tuple[str, str], ...]:
    """What was read, as (pane, words) lines."""
    notes = " · ".join(plain(note) for note in paste.notes)
    lines = [("traceback", read_traceback(paste.traceback)), ("source", read_source(paste.snippet))]
    return (*lines, ("note", readable(notes, 200))) if notes else tuple(lines)


def verdict(proposal: Proposal) -> str:
    """Whether a repair was verified, with the count that says so."""
    if proposal.verdict is None:
        return "not verified: nothing could be run"
    required = [check for check in proposal.verdict.checks if check.kind != "informative"]
    passed = sum(check.outcome == "passed" for check in required)
    word = "verified" if proposal.verdict.verified else "not verified"
    return f"{word}: {passed} of {counted(len(required), 'required check')} passed"


def check_row(check: Check) -> tuple[str, str, str, str]:
    """Name, kind, outcome and seconds of a check."""
    seconds = f"{check.seconds:.1f} s" if check.outcome != "not-run" else ""
    name = f"{check.name}: {check.detail}" if check.detail else check.name
    return plain(name), CHECK_KIND[check.kind], CHECK[check.outcome], seconds


def environment(of: Environment) -> str:
    """Versions and device, on one line."""
    parts = [("Python", of.python), ("TensorFlow", of.tensorflow), ("Keras", of.keras)]
    known = [f"{name} {version}" for name, version in parts if version]
    return plain(", ".join([*known, of.device] if known else ["no TensorFlow was used"]))
