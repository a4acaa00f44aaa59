"""What a report says, in words: the sentences that the text and the Markdown form share.

Every function takes nouns of the model and returns one line (or a few), already safe to print.
"""

from __future__ import annotations

from collections.abc import Iterable

from troubleshooter.model import (
    CASE,
    Basis,
    Diagnosis,
    Environment,
    Fact,
    Next,
    Place,
    Proposal,
    Report,
    Standing,
    State,
    Status,
)
from troubleshooter.report.plain import readable

MESSAGE_LIMIT = 400  # Keras 3 quotes whole tensors and call arguments; JSON keeps the message uncut

_SETTLED = {
    "traceback": "read in the traceback",
    "source": "read in the source",
    "environment": "read from the environment",
    "complaint": "from your description",
    "answer": "your answer",
}

_KINDS = {
    "required": "required",
    "by-answer": "by your answer",
    "informative": "informative",
}


def exit_status(report: Report) -> int:
    """0 when the case is diagnosed or healthy, 1 when it stays open."""
    return 0 if report.status in {Status.DIAGNOSED, Status.HEALTHY} else 1


def versions(environment: Environment) -> str:
    """`TensorFlow X, Keras Y`, as far as known."""
    known = [("TensorFlow", environment.tensorflow), ("Keras", environment.keras)]
    return readable(", ".join(f"{name} {version}" for name, version in known if version))


def status_line(report: Report) -> str:
    """The first line: how the case ended, and on what that rests."""
    return f"{report.status.value}: {_status_words(report)}"


def _status_words(report: Report) -> str:
    live = sum(1 for standing in report.standings if standing.state is State.LIVE)
    if report.status is Status.DIAGNOSED:
        return f"I found {counted(len(report.diagnoses), 'cause')}, {_bases(report)}."
    return {
        Status.AMBIGUOUS: f"{counted(live, 'cause')} could still be the one; I cannot tell them apart yet."
        if live > 1
        else "I have a suspect, and could not settle it yet.",
        Status.OUT_OF_SCOPE: "as far as I can tell, this does not come from a Lambda layer or the code around it.",
        Status.HEALTHY: "I found nothing wrong.",
    }.get(report.status, "I could not name the cause.")


def _bases(report: Report) -> str:
    bases = {diagnosis.basis for diagnosis in report.diagnoses}
    where = versions(report.environment)
    if bases == {Basis.OBSERVED}:
        return f"observed on {where or 'your TensorFlow'}"
    return "read, not run" if bases == {Basis.READ} else f"partly observed on {where or 'your TensorFlow'}, partly read"


def basis_line(diagnosis: Diagnosis, environment: Environment) -> str:
    """On what one diagnosis rests. Nothing that was only read is called observed."""
    if diagnosis.basis is Basis.READ:
        return "read, not run" + _read_though_run(diagnosis)
    place = f"observed on {versions(environment) or 'your TensorFlow'}"
    if environment.device:
        place += f", on {readable(environment.device)}"
    return place + _reproduced(diagnosis)


def _read_though_run(diagnosis: Diagnosis) -> str:
    if diagnosis.reproduced == "not-run":
        return ""
    agreement = "in the same way" if diagnosis.reproduced == "same" else "in another way"
    return f" to the end (the pasted program did run, and failed {agreement}; that alone does not prove the cause)"


def _reproduced(diagnosis: Diagnosis) -> str:
    return {
        "same": "; I reproduced the failure",
        "different": "; the program failed in another way than the paste says",
        "not-run": "",
    }[diagnosis.reproduced]


def target_line(diagnosis: Diagnosis) -> str:
    """Which function is meant, and where it stands."""
    target = readable(diagnosis.target.label) if diagnosis.target else "the program"
    place = place_words(diagnosis.where)
    return target if not place or target.endswith(place) else f"{target}, {place}"


def place_words(place: Place | None) -> str:
    """`line 3`, `lines 3-5`, or nothing."""
    if place is None or place.line < 1:
        return ""
    return f"line {place.line}" if place.end_line <= place.line else f"lines {place.line}-{place.end_line}"


def error_words(error: tuple[str, str] | None) -> str:
    """`Type: message` on one line, or nothing."""
    return readable(": ".join(part for part in error if part), MESSAGE_LIMIT) if error else ""


def open_error_lines(report: Report) -> tuple[str, ...]:
    """The error that no cause explains: what it says, where it comes from, and how that is known."""
    found = report.open_error
    if found is None:
        return ()
    line = f"{place_words(found.where)}{': ' if found.where and found.code else ''}{found.code}"
    hidden = "Keras printed another error in its place" if found.hidden else ""
    basis = f"observed on {versions(report.environment) or 'your TensorFlow'}"
    known = basis if found.basis is Basis.OBSERVED else "as pasted"
    return (
        error_words(found.error),
        *((f"raised from {readable(line, MESSAGE_LIMIT)}",) if line else ()),
        "; ".join(part for part in (known, hidden) if part),
    )


def fact_line(fact: Fact) -> str:
    """One fact: its value, of what, where, and who settled it."""
    subject = "" if fact.subject == CASE else fact.subject
    about = ", ".join(part for part in (subject, place_words(fact.where)) if part)
    settled = fact.reason or settled_words(fact.settled_by)
    return readable(
        f"{fact.name} = {fact.value} ({'; '.join(part for part in (about, settled) if part)})", MESSAGE_LIMIT
    )


def settled_words(settled_by: str) -> str:
    """Who settled a fact."""
    if settled_by.startswith("probe:"):
        return "observed by running it"
    return _SETTLED.get(settled_by, settled_by)


def standing_line(standing: Standing) -> str:
    """One cause and the facts for or against it, short."""
    facts = ", ".join(_short(fact) for fact in standing.evidence)
    name = f"{standing.cause.title} [{standing.cause.name}]"
    return readable(f"{name}{': ' if facts else ''}{facts}", MESSAGE_LIMIT)


def _short(fact: Fact) -> str:
    place = place_words(fact.where)
    return f"{fact.name} = {fact.value}{f' at {place}' if place else ''}"


def standings(report: Report, state: State) -> tuple[Standing, ...]:
    """The causes in one state that no diagnosis names already."""
    named = {diagnosis.cause.name for diagnosis in report.diagnoses}
    return tuple(item for item in report.standings if item.state is state and item.cause.name not in named)


def suspects(report: Report) -> tuple[Standing, ...]:
    """The causes still live where the case stayed open; a settled case has no suspects."""
    open_ = report.status in {Status.AMBIGUOUS, Status.UNDETERMINED}
    return standings(report, State.LIVE) if open_ else ()


def repair_heading(proposal: Proposal) -> str:
    """A program is called corrected only when running it has shown so."""
    return "The corrected program" if proposal.verdict and proposal.verdict.verified else "A suggested repair"


def repair_line(proposal: Proposal) -> str:
    """What the repair is, how safe it is, and whether it was proved."""
    repair = proposal.repair
    recipes = " + ".join(recipe_names(repair.recipe))
    return readable(f"{recipes} ({repair.safety}; {_verified(proposal)})")


def _verified(proposal: Proposal) -> str:
    if proposal.verdict is None:
        return "not verified: nothing was run"
    if proposal.verdict.verified:
        return "verified by running it"
    failed = [check.name for check in proposal.verdict.checks if _counts(check.kind) and check.outcome == "failed"]
    open_ = [check.name for check in proposal.verdict.checks if _counts(check.kind) and check.outcome == "not-run"]
    parts = [f"{', '.join(failed)} failed" if failed else "", f"{', '.join(open_)} not run" if open_ else ""]
    return "not verified: " + ("; ".join(part for part in parts if part) or "no required check ran")


def _counts(kind: str) -> bool:
    return kind != "informative"


def recipe_names(recipe: str) -> tuple[str, ...]:
    """A repair of several causes names its recipes one after the other."""
    return tuple(part for part in recipe.replace("+", " ").replace(",", " ").split() if part)


def repair_remarks(proposal: Proposal) -> tuple[str, ...]:
    """What a person has to know before taking a repair over: assumptions, and a changed meaning."""
    repair = proposal.repair
    assumed = {text.split("=", 1)[0].strip() for text in repair.assumes}
    given = [f"{fact} = {value}" for fact, value in repair.answers.items() if fact not in assumed]
    taken = tuple(f"I assumed: {readable(text)}" for text in repair.assumes)
    taken += (f"By the answer: {readable(', '.join(given))}",) if given else ()
    changes = (f"It changes the meaning: {readable(repair.changes)}",) if repair.changes else ()
    return taken + changes


def check_rows(proposal: Proposal) -> tuple[tuple[str, str, str, str], ...]:
    """The verification as rows: kind, outcome, name with detail, seconds."""
    checks = proposal.verdict.checks if proposal.verdict else ()
    return tuple(
        (
            _KINDS[check.kind],
            check.outcome.replace("-", " "),
            readable(f"{check.name}{f': {check.detail}' if check.detail else ''}", MESSAGE_LIMIT),
            f"{check.seconds:.1f} s" if check.seconds else "",
        )
        for check in checks
    )


def answer_option(wish: Next, value: str) -> str:
    """What to type to give this answer."""
    if wish.fact == "consent":
        return "--yes" if value == "yes" else ""
    return f"--answer {readable(wish.fact)}={readable(value)}"


def how_to_go_on(wish: Next) -> str:
    """What to type next, where no single choice says it."""
    if wish.kind == "question":
        return ""
    if wish.kind == "probe" or wish.fact == "consent":
        return "Run triage again with --yes, in an environment that has TensorFlow."
    option = {"source": "--source FILE", "traceback": "a file with the whole traceback"}.get(wish.fact, "")
    return f"Give it with {option}." if option else "Add it to the paste, or give it with --source FILE."


def notes(report: Report) -> tuple[str, ...]:
    """What was recognised, assumed or left out, each once."""
    return unique(readable(note) for note in (*report.paste.notes, *report.notes))


def unique(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines that say something, each once, in order."""
    return tuple(dict.fromkeys(line for line in lines if line))


def counted(number: int, word: str) -> str:
    """`1 cause`, `2 causes`."""
    return f"{number} {word}{'' if number == 1 else 's'}"
