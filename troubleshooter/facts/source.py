"""Facts that reading the source settles: every fact of the vocabulary with "source" in settled_by.

In: the snippet and its targets. Out: facts; on a partial snippet only what is there ("yes", a specific value), never
that something is absent.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from troubleshooter.facts.arguments import observe_argument, observe_arity
from troubleshooter.facts.around import observers_around
from troubleshooter.facts.call_shape import observe_call_keywords, observe_lambda_keywords, observe_unpacking
from troubleshooter.facts.captured import observe_captures
from troubleshooter.facts.custom_gradients import observe_custom_gradient
from troubleshooter.facts.events import (
    observe_creates,
    observe_dtypes,
    observe_in_place,
    observe_item_assignment,
    observe_python_value,
    observe_tensor_method,
    observe_truth,
    observe_truth_form,
)
from troubleshooter.facts.gradient_path import observe_blocker, observe_blocker_kind, observe_gradient
from troubleshooter.facts.hazards import observe_hazard, observe_hazard_around
from troubleshooter.facts.inner import observe_inner
from troubleshooter.facts.kinds import observe_input_dtype
from troubleshooter.facts.lambda_arguments import observe_lambda_arguments
from troubleshooter.facts.list_inputs import observe_call_list, observe_list_arithmetic, observe_outputs_taken
from troubleshooter.facts.loss_use import observe_ignored
from troubleshooter.facts.none_sources import (
    observe_captured_none,
    observe_special,
    observe_structure,
    observe_swallowed,
)
from troubleshooter.facts.program import observe_trains
from troubleshooter.facts.reaches_out import observe_captured_tensor, observe_effect, observe_random
from troubleshooter.facts.reading import Reading, read_target
from troubleshooter.facts.result_kind import observe_result_kind
from troubleshooter.facts.returns import observe_helper_returns, observe_none_path, observe_returns
from troubleshooter.facts.roles import roles_of
from troubleshooter.facts.saturation import observe_saturation
from troubleshooter.facts.saved import observe_given, observe_late, observe_takes
from troubleshooter.facts.shapes import shape_observers
from troubleshooter.facts.stage import observe_loads
from troubleshooter.facts.tape_source import observe_tape_fault
from troubleshooter.facts.targets import observe_targets
from troubleshooter.facts.truth_test import observe_truth_test
from troubleshooter.facts.undefined import observe_undefined
from troubleshooter.facts.values import Value
from troubleshooter.intake.syntax import Program, read
from troubleshooter.model import CASE, Fact, Place, Snippet, Target, TargetKind

Observer = Callable[[Reading], tuple[str, Place | None] | None]
Known = dict[ast.AST, tuple[Value, ...]]
_ORDER = (TargetKind.LAMBDA, TargetKind.CALL, TargetKind.LOSS, TargetKind.HELPER, TargetKind.PROGRAM)
_BLIND = frozenset({"returns", "none-path"})
_LOSES = {("blocks-gradient", "yes"), ("custom-gradient", "returns-none"), ("ignores-prediction", "yes")}
_ABSENT = frozenset({"no", "value", "nothing"})


def observers() -> tuple[tuple[str, Observer], ...]:
    """Each fact about a function with the one observer that settles it."""
    return (
        ("returns", observe_returns),
        ("none-path", observe_none_path),
        ("truth-of-tensor", observe_truth),
        ("truth-form", observe_truth_form),
        ("truth-test", observe_truth_test),
        ("item-assignment", observe_item_assignment),
        ("python-value", observe_python_value),
        ("blocks-gradient", observe_gradient),
        ("gradient-blocker", observe_blocker),
        ("captures", observe_captures),
        ("creates", observe_creates),
        ("lambda-argument", observe_argument),
        ("arity", observe_arity),
        ("lambda-arguments", observe_lambda_arguments),
        ("helper-returns", observe_helper_returns),
        ("in-place-operator", observe_in_place),
        ("mixes-dtypes", observe_dtypes),
        ("captures-keras-tensor", observe_captured_tensor),
        ("python-random", observe_random),
        *shape_observers(),
        ("input-dtype", observe_input_dtype),
        ("result-kind", observe_result_kind),
        ("outputs-taken", observe_outputs_taken),
        ("call-list", observe_call_list),
        ("list-arithmetic", observe_list_arithmetic),
        ("numeric-hazard", observe_hazard),
        ("saturates", observe_saturation),
        ("blocker-kind", observe_blocker_kind),
        ("custom-gradient", observe_custom_gradient),
        ("ignores-prediction", observe_ignored),
        ("takes", observe_takes),
        ("given-as", observe_given),
        ("late-binding", observe_late),
        ("python-effect", observe_effect),
        ("tensor-method", observe_tensor_method),
        ("call-keyword", observe_call_keywords),
        ("lambda-keyword", observe_lambda_keywords),
        ("unpacks-one-tensor", observe_unpacking),
        ("undefined", observe_undefined),
        ("special-none", observe_special),
        ("captured-none", observe_captured_none),
        ("structure-with-none", observe_structure),
        ("swallows-error", observe_swallowed),
        ("inner-returns", observe_inner),
    )


def observe_source(snippet: Snippet, targets: tuple[Target, ...]) -> tuple[Fact, ...]:
    """All facts that reading settles about these targets and the case."""
    program = read(snippet.text)
    if program is None:
        return ()
    facts: list[Fact] = []
    known: Known = {}
    for target in sorted(targets, key=lambda t: _ORDER.index(t.kind)):
        try:
            facts.extend(_observe_target(program, target, snippet.partial, known))
        except RecursionError:
            continue  # nested deeper than Python reads: nothing is known of this function
    roles = roles_of(program, targets)
    told = ((target, roles.of(target)) for target in targets)
    facts.extend(Fact(target.subject, "role", role, "source") for target, role in told if role)
    trains = observe_trains(program, snippet.partial)
    if trains is not None:
        facts.append(Fact(CASE, "trains", trains[0], "source", trains[1]))
    facts.extend(_observe_around(program, targets, snippet.partial))
    fault = observe_tape_fault(program)
    if fault is not None and (fault[0] != "no" or not snippet.partial):
        facts.append(Fact(CASE, "tape-fault", fault[0], "source", fault[1]))
    lost = any((f.name, f.value) in _LOSES for f in facts)
    if lost or not snippet.partial:
        facts.append(Fact(CASE, "gradient-way", "lost" if lost else "open", "source"))
    around = observe_hazard_around(program, targets)
    if around[0] != "no" or not snippet.partial:
        facts.append(Fact(CASE, "loop-hazard", around[0], "source", around[1]))
    loads = observe_loads(program, snippet.partial)
    if loads is not None:
        facts.append(Fact(CASE, "loads", loads[0], "source", loads[1]))
    given = observe_targets(program, snippet.partial)
    if given is not None:
        facts.append(Fact(CASE, "targets", given[0], "source", given[1]))
    in_place = next((f for f in facts if f.name == "in-place-operator" and f.value == "yes"), None)
    if in_place is not None:
        facts.append(Fact(CASE, "suspects-in-place", "yes", "source", in_place.where))
    return tuple(facts)


def _observe_around(program: Program, targets: tuple[Target, ...], partial: bool) -> Iterator[Fact]:
    """The facts about the code around the layers."""
    for name, observer in observers_around():
        try:
            found = observer(program, targets)
        except RecursionError:
            continue
        if found is not None and not (partial and found[0] in _ABSENT):
            yield Fact(CASE, name, found[0], "source", found[1])


def _observe_target(program: Program, target: Target, partial: bool, known: Known) -> Iterator[Fact]:
    """The facts about one target; `known` gathers what its helpers are called with."""
    if target.kind is TargetKind.PROGRAM:
        return
    reading = read_target(program, target, partial, known)
    if reading.trace is not None:
        for node, values in reading.trace.arguments.items():
            known.setdefault(node, values)
    # What a helper is given is known only where a target calls it; a builder of models takes no tensors.
    blind = target.kind is TargetKind.HELPER and reading.function not in known
    for name, observer in observers():
        if blind and name not in _BLIND:
            continue
        found = observer(reading)
        if found is not None and not (partial and found[0] in _ABSENT):
            yield Fact(target.subject, name, found[0], "source", found[1])
