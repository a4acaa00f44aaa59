"""Judges a repair by the outcomes it is handed. Runs nothing itself: the session yields the probes it needs.

A check is *required*, *by-answer* (an answer changed the meaning, so other outputs are wanted) or *informative*.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from troubleshooter.facts.numbers import observe_numbers
from troubleshooter.facts.outcome import function_gradient, same_message
from troubleshooter.facts.source import observe_source
from troubleshooter.model import Check, Diagnosis, Ending, Outcome, Repair, Snippet, TargetKind, Verdict
from troubleshooter.slice import find_targets

Entry = Mapping[str, Any]
Kind = Literal["required", "by-answer", "informative"]

# Answers under which the repaired function is meant to give other numbers than the original gave eagerly.
_CHANGES_MEANING = {
    "condition-scope": {"row", "element"},
    "gradient-wish": {"soft", "move-out"},
    "reduction-axis": {"sample", "last"},
    "dropped-wish": {"zeros"},
    "where-wish": {"values", "mask"},
    "should-train": {"yes"},  # the program has trained them by the time they are looked at
}
# Facts in a cause's evidence that make the gradient a required check.
_ABOUT_GRADIENTS = {"upstream-gradient", "function-gradient", "blocks-gradient", "numeric-hazard"}
_CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Trial:
    """All that a verification looks at. `whole` is False when the program cannot run here and a slice ran instead.

    `still_holds`: the cause's evidence, read and observed anew on the repaired program. `repeats`: whether repairing
    the repaired source changes it again.
    """

    diagnosis: Diagnosis
    repair: Repair
    before: Outcome
    after: Outcome
    still_holds: bool
    repeats: bool
    whole: bool = True


def judge(trial: Trial) -> Verdict:
    """The verdict on one repair: every check by name, with its kind and outcome."""
    checks = [_gone(trial), *_finite(trial), _cause_gone(trial), _stable(trial)]
    if _has_function(trial):
        checks += _function_checks(trial)
    return Verdict(tuple(checks))


def _check(name: str, kind: Kind, passed: bool | None, detail: str = "", seconds: float = 0.0) -> Check:
    outcome: Literal["passed", "failed", "not-run"] = "not-run" if passed is None else "passed" if passed else "failed"
    return Check(name, kind, outcome, detail, seconds)


def _gone(trial: Trial) -> Check:
    name = "the failure is gone" if trial.whole else "the failure is gone (in the slice that could be run)"
    before, after = trial.before, trial.after
    if after.ending in {Ending.TIMED_OUT, Ending.DIED, Ending.REFUSED}:
        detail = after.reason or f"the repaired program {after.ending.value}"
        return _check(name, "required", None, detail, after.seconds)
    if not after.chain:
        return _check(name, "required", True, "the repaired program runs to its end", after.seconds)
    later = f"the program goes on and meets another failure: {after.chain[-1].type.rsplit('.', 1)[-1]}"
    moved = not before.chain or not same_failure(before, after, trial.repair)
    return _check(name, "required", moved, later if moved else "the same error is raised again", after.seconds)


def _finite(trial: Trial) -> list[Check]:
    """Where the program had NaN or infinity, the repaired one has none; other places of the same kind may be left."""
    before = _not_finite(trial.before)
    if before in {"no", ""} or not trial.whole:
        return []
    after = _not_finite(trial.after)
    left = after not in {"no", ""} and bool(_hazards_left(trial.repair.source))
    detail = f"{before} before, {after or 'unknown'} now" + (", from another place" if left else "")
    return [_check("all numbers stay finite", "informative" if left else "required", after == "no", detail)]


def _not_finite(outcome: Outcome) -> str:
    facts = observe_numbers(outcome.observed, outcome.ending)
    return next((fact.value for fact in facts if fact.name == "not-finite"), "")


def _hazards_left(source: str) -> list[str]:
    snippet = Snippet(source)
    facts = observe_source(snippet, find_targets(snippet))
    return [f.name for f in facts if f.name in {"numeric-hazard", "loop-hazard"} and f.value != "no"]


def same_failure(before: Outcome, after: Outcome, repair: Repair) -> bool:
    """Whether two runs fail at the same statement with the same error, lines mapped through the diff."""
    one, other = before.chain[0], after.chain[0]
    if one.type != other.type or not same_message(one, other):
        return False
    line, then = before.observed.get("failed_line"), after.observed.get("failed_line")
    if not isinstance(line, int) or not isinstance(then, int):
        return True
    return mapped_line(line, repair.diff) == then


def mapped_line(line: int, diff: str) -> int:
    """Where line `line` of the original stands after a unified diff."""
    old = new = shift = 0
    for text in diff.splitlines():
        if text.startswith("@@"):
            marks = text.split()
            old, new = (abs(int(mark.split(",")[0])) for mark in marks[1:3])
        elif text.startswith(("---", "+++")) or not old:
            continue
        elif old > line:
            break
        else:
            shift += text.startswith("+") - text.startswith("-")
            old += not text.startswith("+")
            new += not text.startswith("-")
    return line + shift


def _cause_gone(trial: Trial) -> Check:
    detail = "its evidence was looked for again in the repaired program"
    return _check("the cause is gone", "required", not trial.still_holds, detail)


def _stable(trial: Trial) -> Check:
    return _check("repairing twice changes nothing", "required", not trial.repeats)


def _has_function(trial: Trial) -> bool:
    target = trial.diagnosis.target
    about = target is not None and target.kind in {TargetKind.LAMBDA, TargetKind.HELPER}
    return about and (bool(trial.repair.exercises[0]) or not trial.whole)


def _entry(outcome: Outcome, wanted: tuple[str, str]) -> Entry | None:
    """The exercised function that a repair names; for a slice, the only one."""
    kind, value = wanted
    for entry in outcome.observed.get("functions", ()):
        if not entry.get("found"):
            continue
        by_line = kind == "line" and str(entry.get("line")) == value
        by_class = kind == "class" and entry.get("class") == value
        if by_line or by_class or entry.get("kind") == "target":
            return dict(entry)
    return None


def cured(trial: Trial) -> bool:
    """Whether the slice showed a defect before the repair that it does not show after it."""
    before, after = before_entry(trial), _entry(trial.after, trial.repair.exercises)
    return before is not None and after is not None and bool(_defects(before) - _defects(after))


def _defects(entry: Entry) -> set[str]:
    found = {part for part in ("graph", "build", "step") if _result(entry.get(part)) in {"none", "other", "raises"}}
    results = {_result(result) for result in (entry.get("eager") or {}).values()}
    found |= {f"eager {result}" for result in results & {"none", "other", "raises"}}
    gradient = function_gradient(entry)
    return found | ({f"gradient {gradient}"} if gradient in {"none", "zero", "non-finite"} else set())


def _result(part: Mapping[str, Any] | None) -> str:
    return str((part or {}).get("result", "skipped"))


def before_entry(trial: Trial) -> Entry | None:
    """The same function as it was exercised before the repair."""
    target = trial.diagnosis.target
    line = target.construction.line if target and target.construction else -1
    return _entry(trial.before, ("line", str(line)))


def _function_checks(trial: Trial) -> list[Check]:
    after = _entry(trial.after, trial.repair.exercises)
    if after is None:
        return [_check("the repaired layer was exercised", "required", None, "it could not be found in the program")]
    before = before_entry(trial)
    return [
        _forward(after),
        _ran("builds into a Functional model", after.get("build")),
        _ran("traces into a graph", after.get("graph")),
        _gradient(trial, after, before),
        _step(trial, after),
        _equal(trial, after, before),
        _rows(after),
    ]


def _forward(after: Entry) -> Check:
    results = after.get("eager") or {}
    bad = [key for key, result in results.items() if result.get("result") not in {"tensor", "structure", "skipped"}]
    ran = [key for key, result in results.items() if result.get("result") != "skipped"]
    detail = f"{len(ran)} inputs: positive, negative, zero and mixed, batch 1 and 4"
    if bad:
        detail = f"fails on {', '.join(bad)}: {_error(results[bad[0]])}"
    return _check("gives a tensor on every input", "required", not bad if ran else None, detail)


def _error(result: Mapping[str, Any]) -> str:
    chain = result.get("error") or []
    return str(chain[0].get("message", ""))[:200] if chain else str(result.get("result"))


def _ran(name: str, result: Mapping[str, Any] | None, kind: Kind = "required") -> Check:
    what = (result or {}).get("result", "skipped")
    if what == "skipped":
        return _check(name, "informative", None, "does not apply to this input")
    passed = what in {"tensor", "structure", "ok"}
    return _check(name, kind, passed, "" if passed else _error(result or {}))


def _step(trial: Trial, after: Entry) -> Check:
    """A function that has no gradient by nature (an encoding) cannot train what comes before it; that is no defect.

    Nor is it one of an operation that TensorFlow never gave a gradient (tf.image.adjust_contrast): none can be taken.
    """
    trainable = _about_gradients(trial) or function_gradient(after) not in {"none", "not-meaningful"}
    return _ran("one training step in graph mode", after.get("step"), "required" if trainable else "informative")


def _about_gradients(trial: Trial) -> bool:
    return any(_ABOUT_GRADIENTS & set(block) for block in trial.diagnosis.cause.evidence)


def _gradient(trial: Trial, after: Entry, before: Entry | None) -> Check:
    now = function_gradient(after)
    was = function_gradient(before) if before else "not-meaningful"
    about = _about_gradients(trial)
    kept = was == "fine" and not _wrong_numbers(trial)
    kind: Kind = "required" if about or kept else "informative"
    passed = {"fine": True, "not-meaningful": None}.get(now, False)
    return _check("the gradient passes through", kind if passed is not None or about else "informative", passed, now)


def _equal(trial: Trial, after: Entry, before: Entry | None) -> Check:
    name = "same outputs where the original worked"
    old, new = (before or {}).get("eager") or {}, after.get("eager") or {}
    same_inputs = before is not None and before.get("inputs") == after.get("inputs")
    shared = [key for key in old if _comparable(old[key]) and _comparable(new.get(key, {}))] if same_inputs else []
    differs = [key for key in shared if not _close(old[key]["values"], new[key]["values"])]
    if _meaning_changes(trial.repair) or _wrong_numbers(trial):
        return _check(name, "by-answer", True, _example(differs, old, new) or "the outputs are the same")
    if not shared:
        return _check(name, "informative", None, "the original gave no output to compare with")
    if (before or {}).get("deterministic") is False or after.get("deterministic") is False:
        return _check(name, "informative", None, "two calls on one input differ, so there is nothing to compare")
    return _check(name, "required", not differs, _example(differs, old, new) or f"{len(shared)} inputs compared")


def _wrong_numbers(trial: Trial) -> bool:
    """Whether the cause itself is that the function gives other numbers than the person wrote."""
    return any("late-binding" in block for block in trial.diagnosis.cause.evidence)


def _meaning_changes(repair: Repair) -> bool:
    assumed = dict(text.split("=", 1) for text in repair.assumes if "=" in text)
    answers = {fact.strip(): value.strip() for fact, value in {**assumed, **repair.answers}.items()}
    return any(answers.get(fact) in values for fact, values in _CHANGES_MEANING.items())


def _comparable(result: Mapping[str, Any]) -> bool:
    return result.get("result") == "tensor" and isinstance(result.get("values"), list)


def _close(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Equal wherever the original gave a number: where it gave NaN or infinity it did not work."""
    return len(one) == len(other) and all(not _is_number(a) or _near(a, b) for a, b in zip(one, other, strict=True))


def _is_number(value: Any) -> bool:
    try:
        return math.isfinite(float(value))  # the worker writes NaN and infinity as words
    except (TypeError, ValueError):
        return True


def _near(one: Any, other: Any) -> bool:
    try:
        a, b = float(one), float(other)
    except (TypeError, ValueError):
        return bool(one == other)
    return (math.isnan(a) and math.isnan(b)) or a == b or abs(a - b) <= _CLOSE * max(1.0, abs(a), abs(b))


def _example(differs: Sequence[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if not differs:
        return ""
    key = differs[0]
    return f"on {key} inputs the original gave {_few(old[key])}, the repair gives {_few(new[key])}"


def _few(result: Mapping[str, Any]) -> str:
    values = [f"{value:.4g}" if isinstance(value, float) else str(value) for value in result["values"][:4]]
    return f"[{', '.join(values)}{', ...' if len(result['values']) > 4 else ''}]"


def _rows(after: Entry) -> Check:
    independent = after.get("rows_independent")
    detail = "" if independent is not False else "a row's result changes with the other rows of its batch"
    return _check("rows do not depend on their batch mates", "informative", independent, detail)
