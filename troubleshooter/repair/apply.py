"""A recipe's name and a snippet in, the repaired source out."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import Repair, RepairPlan, Snippet, Target, TargetKind
from troubleshooter.repair.code import Code, Edits, Function, at, dotted, edited, every, last_name, names_in, read
from troubleshooter.repair.job import DEFAULTS, Change, Job
from troubleshooter.repair.names import needs_import, tensorflow_name, with_import

_RECIPES = Path(__file__).with_name("recipes")
_HELPER_DEPTH = 2  # a Lambda's function, the helper it calls, and that one's helper


def recipe_names() -> set[str]:
    """The names of all recipes, as causes spell them."""
    return {path.stem.replace("_", "-") for path in _RECIPES.glob("[a-z]*.py")}


def propose(plan: RepairPlan, snippet: Snippet, target: Target, answers: Mapping[str, str], *, keras: str) -> Repair:
    """Rewrite the snippet as a cause plans it; raise CannotRepair where its meaning cannot be kept.

    `answers` maps question facts to values; a missing one takes its default and is named in `Repair.assumes`. No facts
    come in: a cause may hold by what was observed, so recipes find the offending code themselves.
    """
    if plan.recipe not in recipe_names():
        raise CannotRepair(f"there is no recipe named {plan.recipe!r}")
    try:
        return _repaired(plan, snippet, target, answers, keras=keras)
    except (cst.CSTValidationError, cst.ParserSyntaxError, RecursionError) as error:
        raise CannotRepair("the source is too unusual for this recipe", hint=type(error).__name__) from error


def _repaired(plan: RepairPlan, snippet: Snippet, target: Target, answers: Mapping[str, str], *, keras: str) -> Repair:
    code = read(snippet)
    job = _job(code, target, answers, keras)
    job, change = _first_change(plan.recipe, job)
    after = _finished(code, change, job.tf)
    source = after.code + code.tail
    _check(snippet, source, code)
    return Repair(
        recipe=plan.recipe,
        safety=plan.safety,
        source=source,
        diff=_diff(snippet, source),
        exercises=change.exercises or _exercises(code, after, job),
        answers={fact: job.answer(fact) for fact in change.asked},
        assumes=tuple(f"{fact} = {DEFAULTS[fact]}" for fact in change.asked if fact not in answers),
        changes=change.changes,
    )


def _functions_in(edits: Edits) -> set[cst.CSTNode]:
    """The replaced nodes and the functions inside them: an inner one must not be replaced twice."""
    return set(edits) | {inner for old in edits for inner in every(old, cst.FunctionDef, cst.Lambda)}


def _job(code: Code, target: Target, answers: Mapping[str, str], keras: str) -> Job:
    function = at(code, target.function, cst.FunctionDef, cst.Lambda)
    construction = at(code, target.construction, cst.Call)
    known = {fact: value for fact, value in answers.items() if value and value != "unknown"}
    return Job(
        code=code,
        target=target,
        function=function if isinstance(function, cst.FunctionDef | cst.Lambda) else None,
        construction=construction if isinstance(construction, cst.Call) else None,
        answers=known,
        tf=tensorflow_name(code.module),
        keras=keras,
    )


def _first_change(recipe: str, job: Job) -> tuple[Job, Change]:
    """The change in the target's function and in the helpers it calls, wherever the recipe has something to do."""
    repair = import_module(f"troubleshooter.repair.recipes.{recipe.replace('-', '_')}").repair
    refusals: list[CannotRepair] = []
    made: list[tuple[Job, Change]] = []
    for candidate in _candidates(job):
        try:
            made.append((candidate, repair(candidate)))
        except CannotRepair as refusal:
            refusals.append(refusal)
    if not made:
        raise next((refusal for refusal in refusals if refusal.hint), refusals[0])
    first, change = made[0]
    return first, _with_helpers(change, [other for _, other in made[1:]])


def _with_helpers(change: Change, others: list[Change]) -> Change:
    """The same repair in the helpers that the function calls, so that repairing again changes nothing."""
    if change.module is not None:
        return change
    edits = dict(change.edits)
    for other in others:
        mine, theirs = _functions_in(edits), _functions_in(other.edits)
        if other.module is None and not mine & theirs:
            edits |= other.edits
    return replace(change, edits=edits)


def _candidates(job: Job) -> Iterator[Job]:
    yield job
    seen: set[cst.CSTNode] = set()
    wave: list[Function] = [job.function] if job.function is not None else []
    for _ in range(_HELPER_DEPTH):
        wave = [helper for function in wave for helper in _helpers(job.code, function) if helper not in seen]
        seen.update(wave)
        for helper in wave:
            yield replace(job, function=helper, target=replace(job.target, kind=TargetKind.HELPER))


def _helpers(code: Code, function: Function) -> list[cst.FunctionDef]:
    """Functions of the source that `function` calls by name and whose values it uses."""
    calls = [call for call in every(function, cst.Call) if not isinstance(code.parents.get(call), cst.Expr)]
    called = {last_name(call.func) for call in calls if _is_plain(call.func)}
    return [
        found for found in every(code.module, cst.FunctionDef) if found.name.value in called and found is not function
    ]


def _is_plain(function: cst.BaseExpression) -> bool:
    """`helper(...)` or `self.helper(...)`."""
    return isinstance(function, cst.Name) or dotted(function).startswith("self.")


def _finished(code: Code, change: Change, tf: str) -> cst.Module:
    after = change.module or edited(code.module, change.edits)
    name = tf.split(".", maxsplit=1)[0]
    if needs_import(code.module, after, name):
        after = with_import(after, f"import tensorflow as {name}" if name != "tensorflow" else "import tensorflow")
    return after


def _check(snippet: Snippet, source: str, code: Code) -> None:
    if source == snippet.text:
        raise CannotRepair("there is nothing to change")
    try:
        ast.parse(source[: len(source) - len(code.tail)] if code.tail else source)
    except (SyntaxError, ValueError) as error:
        raise CannotRepair("the repaired source would not be Python", hint=str(error)) from None


def _diff(snippet: Snippet, source: str) -> str:
    before, after = snippet.text.splitlines(), source.splitlines()
    names = (snippet.name, f"{snippet.name} (repaired)")
    return "\n".join(difflib.unified_diff(before, after, *names, lineterm="")) + "\n"


def _exercises(code: Code, after: cst.Module, job: Job) -> tuple[str, str]:
    """Where the layer that runs the repaired code stands in the new source."""
    if job.construction is not None:
        return _moved(code, after, job.construction)
    owner = job.owner
    if job.target.kind is TargetKind.CALL and owner is not None:
        return "class", owner.name.value
    user = _user_of(code, job)
    return _moved(code, after, user) if user is not None else ("", "")


def _moved(code: Code, after: cst.Module, construction: cst.Call) -> tuple[str, str]:
    """The new line of a construction: the n-th call of the same name is the n-th call after the repair too."""
    before = _calls_like(code.module, construction)
    new = read(Snippet(after.code))
    same = _calls_like(new.module, construction)
    index = next((i for i, call in enumerate(before) if call is construction), 0)
    if not same:
        return "", ""
    return "line", str(new.spans[same[min(index, len(same) - 1)]].start.line)


def _calls_like(module: cst.Module, construction: cst.Call) -> list[cst.Call]:
    name = dotted(construction.func)
    return [call for call in every(module, cst.Call) if dotted(call.func) == name]


def _user_of(code: Code, job: Job) -> cst.Call | None:
    """A Lambda construction whose arguments name the function, or name one that calls it."""
    if not isinstance(job.function, cst.FunctionDef):
        return None
    wanted = {job.function.name.value}
    callers = [found for found in every(code.module, cst.FunctionDef) if found is not job.function]
    wanted |= {found.name.value for found in callers if names_in(found.body) & wanted}
    lambdas = [call for call in every(code.module, cst.Call) if last_name(call.func) == "Lambda"]
    return next((call for call in lambdas if any(names_in(argument) & wanted for argument in call.args)), None)
