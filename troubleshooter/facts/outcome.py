"""Facts that running settles: what the worker's `program` and `function` probes observed, in the vocabulary's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from troubleshooter.facts.nones import observe_nones
from troubleshooter.facts.numbers import observe_numbers
from troubleshooter.facts.rows import observe_outputs, observe_rows
from troubleshooter.facts.seen_kinds import seen_kinds
from troubleshooter.facts.tape_outcome import observe_tapes
from troubleshooter.facts.traceback import MASK
from troubleshooter.intake import link_from_worker
from troubleshooter.model import CASE, Ending, ErrorLink, Fact, Outcome, Place, Target, Traceback

Observed = Mapping[str, Any]

_TELLING = 35  # letters of a warning that tell it from others: "Gradients do not exist for variables", then come names

# Errors that say the program could not run here, not that it is wrong: its data, packages or rights are missing.
_CANNOT_RUN_HERE = {
    "ModuleNotFoundError",
    "ImportError",
    "FileNotFoundError",
    "PermissionError",
    "NotADirectoryError",
    "IsADirectoryError",
    "ConnectionError",
    "URLError",
    "gaierror",
    "EOFError",
    "NotFoundError",
}


def cannot_run_here(outcome: Outcome) -> bool:
    """Whether the run says nothing about the Lambda: missing data or packages, a timeout, a death, a refusal."""
    if outcome.ending in {Ending.TIMED_OUT, Ending.DIED, Ending.REFUSED}:
        return True
    return any(_short(link.type) in _CANNOT_RUN_HERE and "marshal" not in link.message for link in outcome.chain)


def observe_program(outcome: Outcome, targets: Sequence[Target], pasted: Traceback | None) -> tuple[Fact, ...]:
    """Facts from a run of the pasted program. Nothing is concluded from a program that could not run here."""
    if cannot_run_here(outcome):
        return observe_functions(outcome, targets)
    observed = outcome.observed
    return (
        Fact(CASE, "reproduced", reproduced(outcome, pasted), "probe:program"),
        *_weights(observed),
        *_updates(observed, outcome.ending),
        *_gradients(observed, outcome.ending),
        *_handed_on(observed),
        *observe_outputs(observed),
        *observe_nones(outcome, targets),
        *observe_numbers(observed, outcome.ending),
        *observe_tapes(observed),
        *observe_functions(outcome, targets),
    )


def _handed_on(observed: Observed) -> Iterable[Fact]:
    """One Lambda gave None and another one raised over it: what went wrong inside the second came in as its input."""
    calls = [entry.get("calls") or {} for entry in observed.get("functions", ())]
    if any(one.get("none") for one in calls) and any(one.get("raised") and not one.get("none") for one in calls):
        yield Fact(CASE, "route", "layer-input", "probe:program")


def reproduced(outcome: Outcome, pasted: Traceback | None) -> str:
    """ "same", "different" or "no": how the run compares with the pasted error."""
    if not outcome.chain and pasted is not None and pasted.shown.type == "Warning":
        return "same" if _warns_alike(outcome, pasted) else "no"
    if not outcome.chain:
        caught = pasted is not None and not pasted.whole and _squeeze(pasted.shown.message) in _squeeze(outcome.output)
        return "same" if caught else "no"
    if pasted is None:
        return "same"
    mine, theirs = outcome.chain[-1], pasted.shown
    if MASK.search(mine.message) and MASK.search(theirs.message):
        return "same"  # an inner message is compared nowhere: Keras 3 printed none
    same_type = not theirs.type or _short(mine.type) == _short(theirs.type)
    return "same" if same_type and same_message(mine, theirs) else "different"


def _warns_alike(outcome: Outcome, pasted: Traceback) -> bool:
    """Whether the run printed the pasted warning, the names of its variables aside."""
    told = _squeeze(" ".join(outcome.warnings) + outcome.output)
    return any(_squeeze(text.strip().splitlines()[0])[:_TELLING] in told for text in pasted.warnings if text.strip())


def same_message(one: ErrorLink, other: ErrorLink) -> bool:
    """Whether two messages tell the same, names with counters, addresses and quoting aside."""
    a, b = _squeeze(one.message), _squeeze(other.message)
    return a == b or (min(len(a), len(b)) > 20 and (a in b or b in a))


def _squeeze(text: str) -> str:
    if "could not be deserialized" in text:  # Keras prints the whole config here, bytecode and paths in it
        text = text.rpartition("Exception encountered:")[2]
    text = re.split(r"\n\s*File \"", text)[0].strip() or text  # a stack in a message is the machine's
    text = re.sub(r"0x[0-9a-f]+", "", text).replace("SymbolicTensor", "Tensor")
    return re.sub(r"[\W\d_]+", "", text).lower()


def _short(name: str) -> str:
    return name.rsplit(".", 1)[-1]


def _weights(observed: Observed) -> Iterable[Fact]:
    models = _trained_models(observed)
    if models:
        some = any(model.get("trainable", 0) for model in models)
        yield Fact(CASE, "trainable-weights", "some" if some else "none", "probe:program")


def _trained_models(observed: Observed) -> list[Observed]:
    models = [model for model in observed.get("models", ()) if model.get("built", True)]
    return [model for model in models if model.get("compiled")] or models


def _updates(observed: Observed, ending: Ending) -> Iterable[Fact]:
    empty = [item.get("line", 0) for item in observed.get("empty_updates", ())]
    if empty:
        place = Place(empty[0], empty[0]) if empty[0] else None
        yield Fact(CASE, "empty-gradients", "yes", "probe:program", place)
        yield Fact(CASE, "trainable-weights", "none", "probe:program")
    tapes = observed.get("tapes", ())
    compiled = any(model.get("compiled") for model in observed.get("models", ()))
    # A tape of the program's own over an empty list, with no update after it, is a training step that was skipped.
    if empty or any(tape.get("sources") or tape.get("by") == "keras" for tape in tapes):
        yield Fact(CASE, "trains", "yes", "probe:program")
    elif tapes or (ending is Ending.PASSED and not compiled):
        yield Fact(CASE, "trains", "no", "probe:program")


def _gradients(observed: Observed, ending: Ending) -> Iterable[Fact]:
    tapes = observed.get("tapes", ())
    lost = [tape for tape in tapes if tape.get("trainable_none", 0) or _lost_by_watched(tape)]
    if lost:
        line = lost[0].get("line", 0)
        yield Fact(CASE, "upstream-gradient", "lost", "probe:program", Place(line, line) if line else None)
    elif not tapes and ending is Ending.PASSED:
        yield Fact(CASE, "upstream-gradient", "not-trained", "probe:program")
    elif tapes:
        zero = any(tape.get("zero") for tape in tapes)
        yield Fact(CASE, "upstream-gradient", "zero" if zero else _by_models(observed), "probe:program")


def _lost_by_watched(tape: Observed) -> bool:
    """The gradient by a plain tensor is None although the tape watched it (a saliency map)."""
    return tape.get("by") == "program" and bool(tape.get("none")) and not tape.get("unseen_tensors")


def _by_models(observed: Observed) -> str:
    """ "zero" when a whole weight of a trained model gets exactly zero on every sign-varied input, else "fine"."""
    weights = [weight for model in _trained_models(observed) for weight in model.get("weights", ())]
    dead = [weight for weight in weights if weight.get("trainable") and weight.get("gradient") == "zero"]
    return "zero" if dead else "fine"


def oddities(outcome: Outcome) -> tuple[str, ...]:
    """What a run shows to be wrong, in words, whether or not a known cause explains it."""
    observed = outcome.observed
    found = []
    if any(tape.get("non_finite") for tape in observed.get("tapes", ())):
        found.append("a gradient that the program took is NaN or infinite")
    if any(tape.get("zero") for tape in observed.get("tapes", ())):
        found.append("a gradient that the program took is exactly zero")
    if any(not weight.get("finite", True) for model in observed.get("models", ()) for weight in model["weights"]):
        found.append("a weight is NaN or infinite after training")
    lost = any(tape.get("trainable_none") for tape in observed.get("tapes", ()))
    if lost or any(weight.get("gradient") == "zero" for model in _fitted(observed) for weight in model["weights"]):
        found.append("a trainable weight gets no gradient, or exactly zero")
    for entry in observed.get("functions", ()):
        results = {result.get("result") for result in (entry.get("eager") or {}).values()}
        if results & {"none", "other"}:
            found.append(f"the Lambda at line {entry.get('line')} gives something other than a tensor")
    return tuple(found)


def remarks(outcome: Outcome) -> tuple[str, ...]:
    """What a run shows that may be meant, in words: worth a look, no defect by itself."""
    found = []
    for entry in outcome.observed.get("functions", ()):
        name = f"the Lambda at line {entry.get('line')}"
        kinds = [kind for kind, word in (entry.get("gradient") or {}).items() if word == "non-finite"]
        if kinds:
            found.append(f"the gradient of {name} is NaN or infinite on {' and '.join(kinds)} inputs")
        if entry.get("rows_independent") is False:
            found.append(f"in {name} a row's result changes with the other rows of its batch")
    return tuple(found)


def _fitted(observed: Observed) -> list[Observed]:
    return [model for model in observed.get("models", ()) if model.get("compiled")]


def observe_functions(outcome: Outcome, targets: Sequence[Target]) -> tuple[Fact, ...]:
    """Facts about each exercised function; `functions[i]` belongs to the target constructed at its line."""
    facts: list[Fact] = []
    for entry in outcome.observed.get("functions", ()):
        target = _target_of(entry, targets)
        if target is not None and entry.get("found"):
            facts.extend(_function_facts(entry, target.subject))
    return tuple(facts)


def _target_of(entry: Observed, targets: Sequence[Target]) -> Target | None:
    if entry.get("kind") == "target":
        return targets[0] if targets else None
    line = entry.get("line", -1)
    return next((item for item in targets if item.construction and item.construction.line == line), None)


def exercised_error(outcome: Outcome) -> tuple[ErrorLink, ...]:
    """The error that building the exercised layer into a model met, links that Keras hid included; else nothing.

    Nothing where the inputs were a guess: then the error may be the guess's.
    """
    for entry in outcome.observed.get("functions", ()):
        built = entry.get("build") or {}
        if entry.get("found") and built.get("result") == "raises" and entry.get("inputs_from") != "guess":
            return tuple(link_from_worker(link) for link in built.get("error") or ())
    return ()


def guilty(outcome: Outcome, targets: Sequence[Target]) -> tuple[Target, ...]:
    """The targets that the run itself points at: those that gave None, else those that an exception came through.

    A Lambda that gave None stands before one that then raised over it. Empty when the run points at none.
    """
    for mark in ("none", "raised"):
        marked = [
            _target_of(entry, targets)
            for entry in outcome.observed.get("functions", ())
            if entry.get("found") and (entry.get("calls") or {}).get(mark)
        ]
        found = tuple(target for target in marked if target is not None)
        if found and outcome.chain:
            return found
    return ()


def _function_facts(entry: Observed, subject: str) -> Iterable[Fact]:
    by = "probe:function"
    eager = [result.get("result", "skipped") for result in (entry.get("eager") or {}).values()]
    known = [result for result in eager if result != "skipped"]
    if known:
        yield Fact(subject, "eager-result", _eager(known), by)
    graph = (entry.get("graph") or {}).get("result", "skipped")
    if graph in {"tensor", "none", "raises"}:
        yield Fact(subject, "graph-result", graph, by)
    elif graph != "skipped":
        yield Fact(subject, "graph-result", "other", by)
    if entry.get("gradient"):
        yield Fact(subject, "function-gradient", function_gradient(entry), by)
    if known and entry.get("input_changed") is not None and _eager(known) != "raises":
        yield Fact(subject, "changes-its-input", "yes" if entry["input_changed"] else "no", by)
    yield from _captured(entry, subject, by)
    yield from observe_rows(entry, subject, by)
    yield from seen_kinds(entry, subject, by)


def _eager(results: Sequence[str]) -> str:
    if all(result == "none" for result in results):
        return "none"
    if "none" in results:
        return "none-on-some-inputs"
    if all(result == "raises" for result in results):
        return "raises"
    return "tensor" if "tensor" in results else "other"


def function_gradient(entry: Observed) -> str:
    """The gradient on sign-varied inputs, from the worst kind: none, zero (everywhere), non-finite, else fine."""
    kinds = [kind for kind in (entry.get("gradient") or {}).values() if kind != "not-meaningful"]
    if not kinds:
        return "not-meaningful"
    if "none" in kinds:
        return "none"
    if all(kind == "zero" for kind in kinds):
        return "zero"
    return "non-finite" if "non-finite" in kinds else "fine"


def _captured(entry: Observed, subject: str, by: str) -> Iterable[Fact]:
    captured = entry.get("captured")
    if captured is None:
        return
    loose = [item for item in captured if item.get("trainable") and not item.get("tracked")]
    yield Fact(subject, "untracked-weights", "yes" if loose else "no", by)
    if loose:
        yield Fact(subject, "captures", loose[0].get("kind", "variable"), by)
