"""Running the person's program, or a slice of it, and turning what was observed into facts."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from troubleshooter.facts.outcome import (
    cannot_run_here,
    exercised_error,
    guilty,
    observe_functions,
    observe_program,
    reproduced,
)
from troubleshooter.intake import parse_traceback
from troubleshooter.model import (
    Answer,
    Ask,
    Ending,
    ErrorLink,
    Outcome,
    ProbeRequest,
    Question,
    Reply,
    RunProbe,
    Say,
    Snippet,
    Step,
    Target,
    TargetKind,
    Traceback,
)
from troubleshooter.session.case import Case, Steps
from troubleshooter.session.reading import reread_failure
from troubleshooter.slice import input_specs, make_slice

CONSENT = "consent"
_MOST_LAYERS = 6
_DEADLINE = 120.0
_HELD = "no network, no files outside a scratch folder, no other programs"

Probing = Generator[Step, Reply, Outcome]


def ask_consent(case: Case) -> Steps:
    """Once a case: may pasted code run? The layers of confinement that could not be applied are named first."""
    if case.consent is not None or not case.runnable:
        return
    open_to = case.environment.unconfined
    held = "with weaker confinement than usual" if open_to else f"in a confined process ({_HELD})"
    limits = f" What I cannot prevent here: {'; '.join(open_to)}." if open_to else ""
    question = Question(
        CONSENT,
        f"May I run the pasted code on your TensorFlow {case.environment.tensorflow}, {held}?{limits}",
        "Only what was run is called observed or verified.",
        (("yes", "yes, run it"), ("no", "no, only read it")),
    )
    reply = yield Ask(question)
    case.consent = isinstance(reply, Answer) and reply.value == "yes"
    if not case.consent:
        case.note("The pasted code was not run, so nothing here was observed and no snippet was verified.")


def run_case(case: Case) -> Steps:
    """Run the current program once (or a slice where it cannot run here) and add the facts."""
    yield from ask_consent(case)
    if not case.runnable or case.snippet is None:
        return
    if case.outcome is None:
        yield from _first_run(case, case.snippet)
    outcome = case.outcome
    if outcome is None:
        return
    if case.whole:
        case.book.add(observe_program(outcome, case.targets, _compared(case)))
        yield from _tell_difference(case, outcome)
        reread_failure(case, _failure_of(case, outcome), guilty(outcome, case.targets))
    else:
        case.book.add(observe_functions(outcome, _sliced(case)))
        met = outcome.chain or _met(case, outcome)
        if met:
            reread_failure(case, Traceback(met, keras=_line(case)), _sliced(case))


def _met(case: Case, outcome: Outcome) -> tuple[ErrorLink, ...]:
    """What the slice met in a model, where it is the pasted error: it tells what Keras 3 hid. Else nothing."""
    chain = exercised_error(outcome)
    pasted = case.failure
    if not chain or (pasted is None and case.paste.complaint):
        return ()
    same = pasted is None or reproduced(replace(outcome, chain=chain), pasted) == "same"
    return chain if same else ()


def _tell_difference(case: Case, outcome: Outcome) -> Steps:
    if outcome.chain and case.book.value("reproduced") == "different":
        text = f"Here the program fails in another way than you pasted: {_why_not(outcome)}"
        case.note(text)
        yield Say(text, "note")


def _compared(case: Case) -> Traceback | None:
    """The pasted error, while the run is one of the source as pasted; a repaired program is compared with nothing."""
    return case.paste.traceback if not case.diagnoses else None


def _first_run(case: Case, snippet: Snippet) -> Steps:
    if _is_program(case):
        case.outcome = yield from program(case, snippet, layer_lines(case.targets), "to see it fail as you did")
        case.whole = not cannot_run_here(case.outcome) and not _lacks_names(snippet, case.outcome)
        if case.whole:
            return
        text = f"The whole program cannot run here ({_why_not(case.outcome)}), so I run only the Lambda's own code."
        case.note(text)
        yield Say(text, "note")
    case.whole = False
    target = next(iter(case.chosen), None)
    case.outcome = (yield from sliced(case, snippet, target, "to see what the function does")) if target else None


def _lacks_names(snippet: Snippet, outcome: Outcome) -> bool:
    """A piece of a program that fails over a name it does not define says nothing about the Lambda."""
    return snippet.partial and bool(outcome.chain) and outcome.chain[-1].type == "NameError"


def _is_program(case: Case) -> bool:
    """A source that builds a layer somewhere is run as it stands; a bare function is not a program."""
    return any(target.construction for target in case.targets) or not _layers(case.targets)


def _why_not(outcome: Outcome) -> str:
    if outcome.chain:
        link = outcome.chain[-1]
        return f"{link.type.rsplit('.', 1)[-1]}: {link.message.splitlines()[0][:120] if link.message else ''}"
    return outcome.reason or outcome.ending.value


def _failure_of(case: Case, outcome: Outcome) -> Traceback | None:
    """The error a run ended with; else the one that the program caught and printed, as the pasted one was."""
    if outcome.chain:
        return Traceback(outcome.chain, keras=_line(case), warnings=outcome.warnings)
    if outcome.warnings:
        told = parse_traceback("\n".join(outcome.warnings))
        if told is not None and told.warnings:
            return told
    pasted = _compared(case)
    if case.book.value("reproduced") == "same" and pasted is not None:
        return pasted
    return None


def _line(case: Case) -> Any:
    return case.environment.line


def layer_lines(targets: tuple[Target, ...]) -> list[dict[str, Any]]:
    """What the worker is asked to exercise: the Lambdas, by the line of their construction."""
    return [{"line": item.construction.line} for item in _layers(targets) if item.construction][:_MOST_LAYERS]


def _layers(targets: tuple[Target, ...]) -> list[Target]:
    return [target for target in targets if target.kind is TargetKind.LAMBDA]


def _sliced(case: Case) -> tuple[Target, ...]:
    return case.chosen[:1]


def program(case: Case, snippet: Snippet, exercise: list[dict[str, Any]], why: str) -> Probing:
    """Run a whole source as a program."""
    arguments: dict[str, Any] = {"source": snippet.text, "filename": snippet.name, "seed": 0, "exercise": exercise}
    target = next(iter(case.chosen), None)
    if target is not None:
        specs, as_list, _ = input_specs(snippet, target, case.paste.traceback)
        arguments |= {"inputs": _specs(specs), "as_list": as_list}
    request = ProbeRequest("program", arguments, _DEADLINE, why)
    settles = ("reproduced", "eager-result", "upstream-gradient")
    return (yield from _run(case, request, settles, f"I run the program {why}."))


def sliced(case: Case, snippet: Snippet, target: Target, why: str) -> Probing:
    """Run only what defines the target, and exercise it."""
    piece = make_slice(snippet, target, case.paste.traceback)
    for text in piece.assumed:
        case.note(f"Assumed: {text}.")
    if piece.missing:
        case.note(f"Could not be carried into the slice: {', '.join(piece.missing)}.")
    arguments = {
        "source": piece.source,
        "filename": snippet.name,
        "seed": 0,
        "exercise": [{"target": True}],
        "inputs": _specs(piece.inputs),
        "as_list": piece.as_list,
    }
    request = ProbeRequest("function", arguments, _DEADLINE, why)
    return (yield from _run(case, request, ("eager-result", "graph-result"), f"I run {target.label} {why}."))


def _specs(specs: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [{"shape": list(spec.shape), "dtype": spec.dtype} for spec in specs]


def _run(case: Case, request: ProbeRequest, settles: tuple[str, ...], text: str) -> Probing:
    reply = yield RunProbe(request, settles, text)
    outcome = reply if isinstance(reply, Outcome) else Outcome(Ending.REFUSED, reason="no worker answered")
    case.probe_seconds += outcome.seconds
    return outcome
