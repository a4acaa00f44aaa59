"""Narrowing the suspects until one cause is left, asking for the one thing that decides."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Literal

from troubleshooter.facts.outcome import observe_functions
from troubleshooter.facts.traceback import MASK, effective
from troubleshooter.model import (
    CASE,
    AskMaterial,
    Basis,
    Cause,
    Diagnosis,
    Fact,
    Frame,
    Material,
    Next,
    OpenError,
    Place,
    Reply,
    Say,
    Standing,
    State,
    Step,
    Target,
    TargetKind,
    Traceback,
)
from troubleshooter.reasoning import UNKNOWN, Choice, FactBook, Failure, choose, narrow, suspects
from troubleshooter.session import reading
from troubleshooter.session.case import Case
from troubleshooter.session.probing import run_case, sliced

ASK_SOURCE = "Please paste the source: the function given to the Lambda, and if you can the program around it."
UNMASK = (
    "Keras 3 hides the real error behind this message. Put these two lines at the top of your program, run it again "
    "and paste what it prints:\n    import keras\n    keras.config.disable_traceback_filtering()"
)

_LAYERS = {TargetKind.LAMBDA, TargetKind.CALL, TargetKind.LOSS}

Diagnosing = Generator[Step, Reply, Diagnosis | None]


def diagnose(case: Case) -> Diagnosing:
    """The next diagnosis of the current source, or None when no cause holds."""
    while True:
        causes = _suspects(case)
        yield from _clear_folk(case)
        standings = _stand(case, causes)
        yield from _tell(standings)
        found = _sharpest(case, causes, _holding(case, standings))
        if found is not None:
            return _diagnosis(case, causes, found)
        settled = yield from _settle(case, causes)
        if not settled:
            _leave_open(case, standings)
            return None


def _failure(case: Case) -> Failure:
    links = effective(case.failure.chain) if case.failure else ()
    links = tuple(link for link in links if link.type != "Warning")
    warnings = case.failure.warnings if case.failure else ()
    return Failure(links, warnings, case.complaint, case.keras)


def subjects(case: Case) -> tuple[str, ...]:
    """The subjects a cause can be about, best first: the chosen targets, else all, else an unnamed function."""
    chosen = [*case.chosen] or [*case.targets]
    if not any(target.kind in _LAYERS for target in chosen):  # the failing frame lies in the code around the layers
        chosen += [target for target in case.targets if target.kind in _LAYERS]
    return tuple(dict.fromkeys(target.subject for target in chosen)) or ("lambda:?",)


def _suspects(case: Case) -> tuple[Cause, ...]:
    causes = suspects(case.catalog.causes, _failure(case), subjects(case), case.book)
    return tuple(sorted((cause for cause in causes if not cause.folk), key=lambda cause: (cause.order, cause.name)))


def _stand(case: Case, causes: Sequence[Cause]) -> tuple[Standing, ...]:
    standings = narrow(causes, subjects(case), case.book)
    # What was ruled out or diagnosed stays told; a suspect of an error that is not the one in hand any more does not.
    settled = {n: s for n, s in case.standings.items() if s.state is State.RULED_OUT or _diagnosed(case, n)}
    case.standings = settled
    case.standings.update({item.cause.name: item for item in standings if not _diagnosed(case, item.cause.name)})
    return standings


def _elsewhere(case: Case, causes: Sequence[Cause]) -> tuple[Standing, ...]:
    """The causes at the other layers and losses of the source, where neither the run nor a frame points at one."""
    handed_on = case.book.value("route") == "layer-input"  # the None came from before the layer that the frame is in
    inside = not handed_on and any(_frame_inside(case, target) for target in case.chosen)
    others = [item.subject for item in case.targets if item.kind in _LAYERS and item not in case.chosen]
    return narrow(causes, others, case.book) if others and not case.pointed and not inside else ()


def _in_their_role(case: Case, causes: Sequence[Cause]) -> tuple[Standing, ...]:
    """The causes that name the role of a function, at all functions: a loss or builder that never returns is broken.

    No frame is in it by the time its None is refused, so that neither frames nor a run need to point there.
    """
    roles = [cause for cause in causes if any("role" in block for block in cause.evidence)]
    others = [item.subject for item in case.targets if item not in case.chosen]
    return narrow(roles, others, case.book) if roles and others else ()


def _sharpest(case: Case, causes: Sequence[Cause], found: Standing | None) -> Standing | None:
    """What holds elsewhere, where nothing holds yet; or the same cause at the function that it is about."""
    if found is not None and any(fact.subject != CASE for fact in found.evidence):
        return found
    for standings in (_elsewhere(case, causes), _in_their_role(case, causes)):
        same = [item for item in standings if found is None or item.cause is found.cause]
        other = _holding(case, [item for item in same if any(fact.subject != CASE for fact in item.evidence)])
        other = other or (_holding(case, same) if found is None else None)
        if other is not None:
            return other
    return found


def _frame_inside(case: Case, target: Target) -> bool:
    frames = [frame for link in (case.failure.chain if case.failure else ()) for frame in link.frames]
    return any(frame.origin == "user" and lies_in(Place(frame.line, frame.line), target) for frame in frames)


def _diagnosed(case: Case, name: str) -> bool:
    return any(item.cause.name == name for item in case.diagnoses)


def _clear_folk(case: Case) -> Generator[Step, Reply, None]:
    """Folk causes: where the source or the person gives reason to suspect one, a probe clears it in plain sight."""
    known = set(case.standings)
    folk = [cause for cause in case.catalog.causes if cause.folk]
    named = suspects(folk, Failure(complaint=case.complaint), subjects(case), case.book)
    for item in narrow(named, subjects(case), case.book):
        if item.state is State.RULED_OUT and item.cause.name not in known:
            case.standings[item.cause.name] = item
            facts = "; ".join(_fact_words(fact) for fact in item.evidence)
            text = f"Not the cause: {item.cause.title} ({facts})."
            case.note(text)
            yield Say(text, "ruled-out")


def _tell(standings: Sequence[Standing]) -> Generator[Step, Reply, None]:
    live = [item.cause.title for item in standings if item.state is State.LIVE]
    out = [item for item in standings if item.state is State.RULED_OUT]
    if live:
        yield Say("; ".join(live), "suspect")
    for item in out:
        facts = "; ".join(_fact_words(fact) for fact in item.evidence)
        yield Say(f"{item.cause.title} ({facts})", "ruled-out")


def _fact_words(fact: Fact) -> str:
    place = f" at line {fact.where.line}" if fact.where else ""
    return f"{fact.name} = {fact.value}{place}, by {fact.settled_by}"


def _holding(case: Case, standings: Sequence[Standing]) -> Standing | None:
    """The standing that holds; of several true ones the one that the program meets first."""
    order = {subject: index for index, subject in enumerate(subjects(case))}
    holding = [item for item in standings if item.holds]
    return min(holding, key=lambda item: (order.get(item.subject, 0), _line(item), item.cause.order), default=None)


def _line(item: Standing) -> int:
    return min((fact.where.line for fact in item.evidence if fact.where), default=10**9)


def _settle(case: Case, causes: Sequence[Cause]) -> Generator[Step, Reply, bool]:
    """Settle one more fact, the cheapest way; False when nothing open can be settled."""
    choice = choose(causes, subjects(case), case.book, case.catalog.facts, lambda cost: _can(case, cost))
    if choice is None and not causes and _can(case, "material"):
        choice = Choice("", "material", 0)
    if choice is None:
        return False
    if choice.by == "probe:function":
        yield from _exercise(case)
    elif choice.by == "material":
        return (yield from _ask_source(case))
    _close(case, choice, "no probe could tell")
    return True


def _can(case: Case, cost: str) -> bool:
    if cost == "material":
        known = any(target.function for target in case.targets if target.kind in _LAYERS)
        return (not known or case.quoted) and _fragment(case) and not case.asked_source and not case.diagnoses
    if cost == "probe:function":
        return case.runnable and case.whole and _exercisable(case) is not None
    return False  # the program has been run already, and questions belong to repairs


def _fragment(case: Case) -> bool:
    """Whether there is more source to be had than was pasted."""
    return case.snippet is None or case.snippet.partial


def _exercisable(case: Case) -> Target | None:
    return next((item for item in case.chosen or case.targets if item.kind is TargetKind.LAMBDA), None)


def _exercise(case: Case) -> Generator[Step, Reply, None]:
    target = _exercisable(case)
    if target is not None and case.snippet is not None:
        outcome = yield from sliced(case, case.snippet, target, "by itself")
        case.book.add(observe_functions(outcome, (target,)))


def _close(case: Case, choice: Choice, reason: str) -> None:
    """A fact that stayed open after its probe is a closed unknown: it is not asked for again."""
    about = subjects(case) if case.catalog.facts[choice.fact].subject == "function" else (CASE,)
    case.book.add(
        Fact(subject, choice.fact, UNKNOWN, choice.by, reason=reason)
        for subject in about
        if case.book.get(choice.fact, subject) is None
    )


def _ask_source(case: Case) -> Generator[Step, Reply, bool]:
    masked = case.book.value("masked") == "yes"
    text = f"{ASK_SOURCE} {UNMASK}" if masked else ASK_SOURCE
    what = "What you describe" if case.failure is None and case.paste.complaint else "The error alone"
    why = f"{what} fits several causes, and only the code tells them apart."
    case.asked_source = True
    case.next = Next("material", "source", text, why)
    reply = yield AskMaterial("source", text, why)
    if not isinstance(reply, Material) or not reply.text.strip():
        return False
    case.next = None
    reading.take_material(case, reply.text)
    reading.read(case)
    yield from run_case(case)
    return True


def _leave_open(case: Case, standings: Sequence[Standing]) -> None:
    masked = case.book.value("masked") == "yes"
    if case.next is None and masked and any(item.state is State.LIVE for item in standings):
        case.next = Next("material", "traceback", UNMASK, "The error that Keras hid tells the causes apart.")
    if case.next is None and case.snippet is not None and case.probing and not case.consent:
        text = "Allow the pasted code to run (--yes in triage): the probes settle what reading cannot."
        case.next = Next("probe", "reproduced", text, "Reading alone does not tell the causes left apart.")


def _diagnosis(case: Case, causes: Sequence[Cause], found: Standing) -> Diagnosis:
    target = _about(case, found)
    path = _walk(case, causes, found)
    case.path.extend(path)
    place = next((fact.where for fact in found.evidence if fact.where), None) or (target.function if target else None)
    return Diagnosis(
        cause=found.cause,
        target=target,
        basis=Basis.READ,
        reproduced=_reproduced(case),
        where=case.pasted_place(place),
        evidence=found.evidence,
        why=path,
        hidden=hidden_error(case.failure),
        error=_error(case.failure),
    )


def _about(case: Case, found: Standing) -> Target | None:
    """The function that the evidence is about; None when nothing but the case speaks, and the function only clears."""
    if any(fact.subject == found.subject and fact.value != "no" for fact in found.evidence):
        return next((item for item in case.targets if item.subject == found.subject), None)
    places = [fact.where for fact in found.evidence if fact.where]
    inside = [item for item in case.targets if item.kind in _LAYERS and any(lies_in(place, item) for place in places)]
    return min(inside, key=_size, default=None)


def _size(target: Target) -> int:
    return target.function.end_line - target.function.line if target.function else 0


def lies_in(place: Place, target: Target) -> bool:
    """Whether a place lies in a target's own code."""
    return target.function is not None and target.function.line <= place.line <= target.function.end_line


def _reproduced(case: Case) -> Literal["same", "different", "not-run"]:
    if case.outcome is None or not case.whole:
        return "not-run"
    pasted = case.paste.traceback is not None and not case.diagnoses
    unlike = {"different", "no"} if pasted else {"different"}
    return "different" if case.book.value("reproduced") in unlike else "same"


def hidden_error(failure: Traceback | None) -> tuple[str, str] | None:
    """The error that Keras hid behind its mask, when it is known."""
    if failure is None or not any(MASK.search(link.message) for link in failure.chain):
        return None
    link = next((link for link in reversed(failure.chain) if not MASK.search(link.message)), None)
    return (link.type, link.message) if link else None


def open_error(case: Case) -> OpenError | None:
    """The failure in hand that no cause explains: what Keras hid, where that is known, else what was shown."""
    if not case.unexplained or case.failure is None:
        return None
    link = effective(case.failure.chain)[-1]
    frame = link.user_frame
    code = frame.code.strip() if frame else ""
    place = Place(frame.line, frame.line) if frame and (case.observed or _stands_there(case, frame)) else None
    return OpenError(
        error=(link.type, link.message),
        basis=Basis.OBSERVED if case.observed else Basis.READ,
        hidden=link is not case.failure.shown and bool(MASK.search(case.failure.shown.message)),
        where=case.pasted_place(place),
        code=code,
    )


def _stands_there(case: Case, frame: Frame) -> bool:
    """Whether a pasted frame's line is that line of the pasted source."""
    lines = case.snippet.text.splitlines() if case.snippet else []
    return bool(frame.code) and 0 < frame.line <= len(lines) and lines[frame.line - 1].strip() == frame.code.strip()


def _error(failure: Traceback | None) -> tuple[str, str] | None:
    return (failure.shown.type, failure.shown.message) if failure else None


def _walk(case: Case, causes: Sequence[Cause], found: Standing) -> tuple[str, ...]:
    """The path of the decision graph: each fact that the suspects name, in the order it was settled."""
    from troubleshooter.reasoning.graph import DecisionGraph

    graph = DecisionGraph([cause.name for cause in causes])
    known = FactBook()
    wanted = {name for cause in causes for literals in cause.evidence for name in literals}
    for fact in [fact for fact in case.book if fact.name in wanted and fact.value != UNKNOWN]:
        if fact.subject not in {CASE, found.subject}:
            continue
        graph.expand(causes, [found.subject], known, case.catalog.facts[fact.name])
        known.add([fact])
        standings = narrow(causes, [found.subject], known)
        graph.walk(fact, [item.cause.name for item in standings if item.state is State.LIVE])
    return graph.path
