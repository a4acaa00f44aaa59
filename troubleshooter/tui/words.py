"""The model's nouns in words, for the screens. Pure functions from facts to text; nothing here knows Textual."""

from __future__ import annotations

from troubleshooter.model import (
    Basis,
    Check,
    Diagnosis,
    Ending,
    Environment,
    Fact,
    Outcome,
    Paste,
    Place,
    Proposal,
    Snippet,
    Status,
    Target,
    Traceback,
)
from troubleshooter.tui.inert import inert, shortened

STATUS = {
    Status.DIAGNOSED: "Diagnosed",
    Status.AMBIGUOUS: "More than one cause fits",
    Status.UNDETERMINED: "Not determined",
    Status.OUT_OF_SCOPE: "Not a failure of a Lambda that I know",
    Status.HEALTHY: "Healthy: nothing fails",
}
GUTTER = {
    "saw": "saw", "suspect": "suspect", "ruled-out": "ruled out", "probe": "probe", "diagnosis": "found",
    "repair": "repair", "note": "note",
}
CHECK = {"passed": "✓ passed", "failed": "✗ failed", "not-run": "– not run"}
CHECK_KIND = {"required": "required", "by-answer": "by your answer", "informative": "informative"}
REPRODUCED = {"same": ": fails as pasted", "different": ": fails, but not as pasted", "not-run": ""}
SAFETY = {
    "safe": "safe: keeps the meaning", "unsafe": "unsafe: may change the meaning", "display-only": "shown only, not applied"
}
_SETTLED_BY = {
    "traceback": "read in the traceback", "source": "read in the source", "environment": "your environment",
    "complaint": "your complaint", "answer": "your answer",
}


def place(where: Place | None) -> str:
    """`line 3` or `lines 3 to 5`; empty where unknown."""
    if where is None:
        return ""
    return f"line {where.line}" if where.end_line <= where.line else f"lines {where.line} to {where.end_line}"


def plural(count: int, noun: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def basis(diagnosis: Diagnosis, environment: Environment) -> str:
    """How the diagnosis is known; never says observed of what was only read."""
    if diagnosis.basis is Basis.READ:
        return "read: the text settles it; it was not reproduced"
    version = f" {inert(environment.tensorflow)}" if environment.tensorflow else ""
    return f"observed on your TensorFlow{version} ({inert(environment.device)}){REPRODUCED[diagnosis.reproduced]}"


def target(which: Target | None, where: Place | None) -> str:
    """Which function is meant, and where it goes wrong."""
    parts = [which.label if which else "", place(where)]
    return ", ".join(dict.fromkeys(inert(part) for part in parts if part))


def settled_by(fact: Fact) -> str:
    """Who settled a fact, and at which line."""
    who = _SETTLED_BY.get(fact.settled_by, fact.settled_by)
    if fact.settled_by.startswith("probe:"):
        who = f"observed (probe {fact.settled_by.removeprefix('probe:')})"
    return ", ".join(part for part in (who, place(fact.where)) if part)


def fact_value(fact: Fact) -> str:
    """A fact's value; why it is unknown, where it is."""
    return inert(f"{fact.value} ({fact.reason})" if fact.reason else fact.value)


def outcome(of: Outcome) -> str:
    """How a probe ended, in one line."""
    seconds = f" in {of.seconds:.1f} s"
    if of.ending is Ending.PASSED:
        return f"✓ passed{seconds}"
    if of.ending is Ending.RAISED and of.chain:
        return f"! raised {error(of.chain[-1].type, of.chain[-1].message, 160)}{seconds}"
    why = f": {shortened(of.reason, 160)}" if of.reason else ""
    return f"! {of.ending.value.replace('-', ' ')}{why}{'' if of.ending is Ending.REFUSED else seconds}"


def error(kind: str, message: str, length: int = 300) -> str:
    """An exception on one line."""
    return shortened(" ".join(f"{kind}: {message}".split()), length)


def read_traceback(traceback: Traceback | None) -> str:
    """What was read of the traceback pane."""
    if traceback is None:
        return "no traceback"
    parts = [error(traceback.shown.type, traceback.shown.message, 120)]
    parts += [f"Keras {traceback.keras}"] if traceback.keras else []
    parts += [plural(len(traceback.chain), "error") + " in the chain"] if len(traceback.chain) > 1 else []
    parts += [] if traceback.whole else ["cut"]
    return " · ".join(parts)


def read_source(snippet: Snippet | None) -> str:
    """What was read of the source pane."""
    if snippet is None:
        return "no source"
    parts = [plural(len(snippet.text.splitlines()), "line")]
    parts += [f"not Python from line {snippet.stopped_at} on"] if snippet.stopped_at else []
    parts += ["a part of the program"] if snippet.partial else ["reads as a whole program"]
    return " · ".join(parts)


def read_paste(paste: Paste) -> tuple[tuple[str, str], ...]:
    """What was read, as (pane, words) lines."""
    notes = " · ".join(inert(note) for note in paste.notes)
    lines = [("traceback", read_traceback(paste.traceback)), ("source", read_source(paste.snippet))]
    return (*lines, ("note", shortened(notes, 200))) if notes else tuple(lines)


def verdict(proposal: Proposal) -> str:
    """Whether a repair was verified, with the count that says so."""
    if proposal.verdict is None:
        return "not verified: nothing could be run"
    counted = [check for check in proposal.verdict.checks if check.kind != "informative"]
    passed = sum(check.outcome == "passed" for check in counted)
    word = "verified" if proposal.verdict.verified else "not verified"
    return f"{word}: {passed} of {plural(len(counted), 'required check')} passed"


def check_row(check: Check) -> tuple[str, str, str, str]:
    """Name, kind, outcome and seconds of a check."""
    seconds = f"{check.seconds:.1f} s" if check.outcome != "not-run" else ""
    name = f"{check.name}: {check.detail}" if check.detail else check.name
    return inert(name), CHECK_KIND[check.kind], CHECK[check.outcome], seconds


def environment(of: Environment) -> str:
    """Versions and device, on one line."""
    parts = [("Python", of.python), ("TensorFlow", of.tensorflow), ("Keras", of.keras)]
    known = [f"{name} {version}" for name, version in parts if version]
    return inert(", ".join([*known, of.device] if known else ["no TensorFlow was used"]))
