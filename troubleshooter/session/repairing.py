"""From a diagnosis to a repair that was proved: the questions a recipe needs, the proposals, the verification."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Mapping
from dataclasses import replace

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.outcome import cannot_run_here, observe_functions, observe_program
from troubleshooter.facts.source import observe_source
from troubleshooter.model import (
    Answer,
    Ask,
    Basis,
    Diagnosis,
    Ending,
    Next,
    Outcome,
    Proposal,
    Propose,
    Question,
    Repair,
    RepairPlan,
    Reply,
    Say,
    Snippet,
    Step,
    Target,
    TargetKind,
    Traceback,
    Verdict,
)
from troubleshooter.reasoning import FactBook, standing
from troubleshooter.repair import propose
from troubleshooter.session.case import Case
from troubleshooter.session.diagnosing import lies_in, subjects
from troubleshooter.session.probing import layer_lines, program, sliced
from troubleshooter.session.reading import told
from troubleshooter.session.saving import with_reload
from troubleshooter.slice import find_targets
from troubleshooter.verify import Trial, cured, judge, mapped_line

Answers = Mapping[str, str]
Proposing = Generator[Step, Reply, Proposal | None]

_MOST_ALTERNATIVES = 6


def repair(case: Case, diagnosis: Diagnosis) -> Generator[Step, Reply, Diagnosis | None]:
    """Repair the diagnosed cause in the current source.

    Returns the diagnosis, its basis raised to observed where the repair was verified, when the case can go on with the
    repaired source; None when it ends here.
    """
    plan = diagnosis.cause.repair
    if plan is None or case.snippet is None:
        _no_repair(case, "There is no automatic repair for this cause; the explanation tells what to do.")
        return None
    try:
        draft = _draft(case, diagnosis, {})
    except CannotRepair as error:
        _no_repair(case, f"I cannot repair this automatically: {error.what}. {error.hint}".strip())
        return None
    answers, open_questions = yield from _ask(case, draft)
    proposal, trial = yield from _prove(case, diagnosis, answers)
    if proposal is None:
        return None
    proposal = yield from with_reload(case, diagnosis, proposal)
    yield Propose(diagnosis, proposal)
    raised = _raise_basis(case, diagnosis, proposal, trial)
    if open_questions and not case.diagnoses:
        yield from _alternatives(case, diagnosis, answers, open_questions)
    _accept(case, proposal, trial.after if trial else None)
    return raised if _verified(proposal) else None


def _verified(proposal: Proposal) -> bool:
    return proposal.verdict is not None and proposal.verdict.verified


def _no_repair(case: Case, text: str) -> None:
    case.note(text)


def _draft(case: Case, diagnosis: Diagnosis, answers: Answers, snippet: Snippet | None = None) -> Repair:
    plan, source = diagnosis.cause.repair, snippet or case.snippet
    if plan is None or source is None:
        raise CannotRepair("there is nothing to repair")
    return _exercising(_propose(plan, source, _target(case, diagnosis), answers, case.keras), diagnosis)


def _propose(plan: RepairPlan, source: Snippet, target: Target, answers: Answers, keras: str) -> Repair:
    """The recipe's repair; a recipe that breaks on a source is told as one that cannot repair it."""
    try:
        return propose(plan, source, target, answers, keras=keras)
    except CannotRepair:
        raise
    except Exception as error:  # a diagnosis that stands must not be lost to a mistake in a recipe
        what = f"my recipe {plan.recipe} failed on this source ({type(error).__name__}: {error})"
        raise CannotRepair(what, hint="Please report it with the source.") from error


def _exercising(made: Repair, diagnosis: Diagnosis) -> Repair:
    """A repair of a helper or of the code around exercises a layer too: the diagnosed one, where it stands now."""
    place = diagnosis.target.construction if diagnosis.target else None
    if made.exercises[0] or place is None:
        return made
    line = mapped_line(place.line, made.diff)
    left = [item.construction.line for item in find_targets(Snippet(made.source)) if item.construction]
    return replace(made, exercises=("line", str(line))) if line in left else made


def _target(case: Case, diagnosis: Diagnosis) -> Target:
    """What the recipe rewrites: the helper that the evidence lies in, else the diagnosed function, else the program."""
    for fact in diagnosis.evidence:
        for item in case.targets:
            if item.kind is TargetKind.HELPER and fact.where and lies_in(fact.where, item):
                target = diagnosis.target
                around = [target.function, target.construction] if target else []
                # A factory around the function, or a builder around the layer, is no helper of it.
                if not any(place is not None and lies_in(place, item) for place in around):
                    return item
    program = Target("program", TargetKind.PROGRAM, "", None)
    return diagnosis.target or next((item for item in case.targets if item.kind is TargetKind.PROGRAM), program)


def _ask(case: Case, draft: Repair) -> Generator[Step, Reply, tuple[dict[str, str], list[Question]]]:
    """Ask what the draft had to assume; an unanswered question keeps the recipe's default and is told as open."""
    answers: dict[str, str] = {}
    unanswered: list[Question] = []
    for fact in _assumed(case, draft):
        question = case.catalog.questions[fact]
        reply = yield Ask(question)
        if isinstance(reply, Answer) and reply.value in dict(question.choices):
            answers[fact] = reply.value
        else:
            unanswered.append(question)
    return answers, unanswered


def _assumed(case: Case, draft: Repair) -> list[str]:
    names = [text.split("=", 1)[0].split(":", 1)[0].strip() for text in draft.assumes]
    return [name for name in dict.fromkeys(names) if name in case.catalog.questions]


def _prove(
    case: Case, diagnosis: Diagnosis, answers: Answers
) -> Generator[Step, Reply, tuple[Proposal | None, Trial | None]]:
    """Make the repair for these answers and verify it, where anything can be run."""
    try:
        made = _draft(case, diagnosis, answers)
    except CannotRepair as error:
        case.note(f"With {_words(answers)} I cannot repair this automatically: {error.what}. {error.hint}".strip())
        return None, None
    if case.outcome is None or not case.runnable or case.snippet is None or made.safety == "display-only":
        return Proposal(made), None
    snippet = replace(case.snippet, text=made.source)
    after = yield from _run_repaired(case, diagnosis, made, snippet)
    trial = Trial(
        diagnosis=diagnosis,
        repair=made,
        before=case.outcome,
        after=after,
        still_holds=_still_holds(case, diagnosis, made, snippet, after),
        repeats=_repeats(case, diagnosis, made, snippet),
        whole=case.whole,
    )
    return Proposal(made, judge(trial)), trial


def _words(answers: Answers) -> str:
    return ", ".join(f"{fact} = {value}" for fact, value in answers.items()) or "no answers"


def _run_repaired(case: Case, diagnosis: Diagnosis, made: Repair, snippet: Snippet) -> Generator[Step, Reply, Outcome]:
    targets = find_targets(snippet)
    if case.whole:
        exercise = layer_lines(targets)
        kind, value = made.exercises
        if kind == "class":
            exercise = [{"class": value}, *exercise]
        elif kind == "line" and {"line": int(value)} not in exercise:
            exercise = [{"line": int(value)}, *exercise]
        return (yield from program(case, snippet, exercise, "with the repair in it"))
    target = _same_target(diagnosis, made, targets) or _target(case, diagnosis)
    return (yield from sliced(case, snippet, target, "with the repair in it"))


def _same_target(diagnosis: Diagnosis, made: Repair, targets: tuple[Target, ...]) -> Target | None:
    """The diagnosed target as it stands in the repaired source; None when the repair replaced it by something else."""
    kind, value = made.exercises
    old = diagnosis.target
    if old is None or kind == "class":
        return None
    if kind == "line" and old.kind is TargetKind.LAMBDA:
        by_line = [item for item in targets if item.construction and str(item.construction.line) == value]
        if by_line:
            return by_line[0]
    named = [item for item in targets if item.kind is old.kind and item.function_name == old.function_name]
    return named[0] if named else None


def _still_holds(case: Case, diagnosis: Diagnosis, made: Repair, snippet: Snippet, after: Outcome) -> bool:
    """Whether the cause's evidence, read and observed anew, still holds for the repaired function."""
    targets = find_targets(snippet)
    target = _same_target(diagnosis, made, targets)
    if diagnosis.target is not None and target is None:
        return False
    ordered = (target, *(item for item in targets if item is not target)) if target else targets
    book = FactBook(observe_source(snippet, targets))
    if case.whole and not cannot_run_here(after):
        book.add(observe_program(after, ordered, None))
    else:
        book.add(observe_functions(after, ordered))
    if after.chain:
        book.add(told(case, Traceback(after.chain), ordered, snippet, by="probe:program"))
    subject = target.subject if target else subjects(case)[0]
    return standing(diagnosis.cause, subject, book).holds


def _repeats(case: Case, diagnosis: Diagnosis, made: Repair, snippet: Snippet) -> bool:
    """Whether the recipe would change the repaired source again, given the same answers."""
    target = _same_target(diagnosis, made, find_targets(snippet))
    if diagnosis.target is not None and target is None:
        return False
    plan = diagnosis.cause.repair
    if plan is None:
        return False
    try:
        again = _propose(plan, snippet, target or _target(case, diagnosis), made.answers, case.keras)
    except CannotRepair:
        return False
    return again.source != made.source


def _raise_basis(case: Case, diagnosis: Diagnosis, proposal: Proposal, trial: Trial | None) -> Diagnosis:
    """Observed: the failure was reproduced here, and is gone after the repair, on the Keras line it was pasted from."""
    verified = _verified(proposal)
    seen = diagnosis.reproduced == "same" if case.whole else trial is not None and cured(trial)
    foreign = case.foreign and not case.diagnoses
    return replace(diagnosis, basis=Basis.OBSERVED) if verified and seen and not foreign else diagnosis


def _alternatives(
    case: Case, diagnosis: Diagnosis, answers: Answers, unanswered: list[Question]
) -> Generator[Step, Reply, None]:
    """A verified snippet for every answer that was not given, and the question that decides."""
    first = unanswered[0]
    case.next = Next("question", first.fact, first.text, first.why, first.choices)
    combinations = itertools.product(*[[value for value, _ in question.choices] for question in unanswered])
    for values in itertools.islice(combinations, _MOST_ALTERNATIVES):
        chosen = {**answers, **{question.fact: value for question, value in zip(unanswered, values, strict=True)}}
        if all(chosen[question.fact] == question.default for question in unanswered):
            continue
        yield Say(f"I try the other answer: {_words(chosen)}.", "repair")
        proposal, _ = yield from _prove(case, diagnosis, chosen)
        if proposal is not None and proposal.repair.source not in {item.repair.source for item in case.alternatives}:
            case.alternatives.append(proposal)


def _accept(case: Case, proposal: Proposal, after: Outcome | None) -> None:
    """Take the repaired source as the current one; its run is the next round's first outcome."""
    if case.snippet is None:
        return
    if case.proposal is not None and not _verified(proposal):
        case.note("The last repair could not be verified, so the snippet holds only the ones before it.")
        case.alternatives.append(proposal)
        return
    original = case.paste.snippet.text if case.paste.snippet else case.snippet.text
    case.proposal = _joined(case, proposal, original)
    case.snippet = replace(case.snippet, text=proposal.repair.source)
    if after is not None and after.ending is not Ending.TIMED_OUT:
        case.outcome = after


def _joined(case: Case, proposal: Proposal, original: str) -> Proposal:
    """The proposal with all repairs made so far: recipes and answers joined, the diff against the source as pasted."""
    earlier = case.proposal.repair if case.proposal else None
    if earlier is None:
        return proposal
    now = proposal.repair
    joined = replace(
        now,
        recipe=f"{earlier.recipe}, {now.recipe}",
        diff=_diff(original, now.source),
        answers={**earlier.answers, **now.answers},
        assumes=tuple(dict.fromkeys((*earlier.assumes, *now.assumes))),
        changes=" ".join(filter(None, dict.fromkeys((earlier.changes, now.changes)))),
        safety=now.safety if earlier.safety == "safe" else earlier.safety,
    )
    checks = (*(case.proposal.verdict.checks if case.proposal and case.proposal.verdict else ()),)
    verdict = Verdict((*checks, *proposal.verdict.checks)) if proposal.verdict else None
    return Proposal(joined, verdict)


def _diff(before: str, after: str) -> str:
    from difflib import unified_diff

    lines = unified_diff(before.splitlines(), after.splitlines(), "as pasted", "repaired", lineterm="")
    return "\n".join(lines) + "\n"
