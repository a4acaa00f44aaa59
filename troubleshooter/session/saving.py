"""Whether a repaired layer survives saving and loading in a process that never ran the program.

Required where the case is about saving, else informative. The loading process has the classes and functions of the
source, as a script has that imports them, and none of what the program made.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import Any, Literal

from troubleshooter.model import (
    Check,
    Diagnosis,
    Ending,
    Outcome,
    ProbeRequest,
    Proposal,
    Reply,
    RunProbe,
    Step,
    Verdict,
)
from troubleshooter.session.case import Case
from troubleshooter.slice.definitions import definitions

_NAME = "saves and reloads in a fresh process"
_DEADLINE = 60.0
# Facts in a cause's evidence that make saving and reloading a required check.
_ABOUT_SAVING = frozenset({"stage", "file-error"})


def with_reload(case: Case, diagnosis: Diagnosis, proposal: Proposal) -> Generator[Step, Reply, Proposal]:
    """The proposal with one more check. Two runs: the second has the saved file of the first, and the definitions."""
    kind, value = proposal.repair.exercises
    if proposal.verdict is None or not proposal.verdict.verified or not case.whole or case.snippet is None or not kind:
        return proposal
    exercise = {kind: int(value) if kind == "line" else value}
    source = proposal.repair.source
    arguments = {"source": source, "filename": case.snippet.name, "seed": 0, "exercise": [exercise]}
    saved = yield from _run(case, ProbeRequest("save", arguments, _DEADLINE), "I save a model around the layer.")
    check = _judged(saved, "saving")
    token = saved.observed.get("scratch")
    if saved.ending is Ending.PASSED and token:
        loading = {"scratch": token, **{key: saved.observed.get(key) for key in ("inputs", "expected")}}
        loading["definitions"] = definitions(source)
        loaded = yield from _run(case, ProbeRequest("reload", loading, _DEADLINE), "I load it in a fresh process.")
        check = _judged(loaded, "loading")
        check = replace(check, seconds=saved.seconds + loaded.seconds)
    check = replace(check, kind=_kind(diagnosis))
    return replace(proposal, verdict=Verdict((*proposal.verdict.checks, check)))


def _kind(diagnosis: Diagnosis) -> Literal["required", "informative"]:
    named = {fact for block in diagnosis.cause.evidence for fact in block}
    return "required" if named & _ABOUT_SAVING else "informative"


def _run(case: Case, request: ProbeRequest, text: str) -> Generator[Step, Reply, Outcome]:
    reply = yield RunProbe(request, (), text)
    outcome = reply if isinstance(reply, Outcome) else Outcome(Ending.REFUSED, reason="no worker answered")
    case.probe_seconds += outcome.seconds
    return outcome


def _judged(outcome: Outcome, what: str) -> Check:
    if outcome.ending in {Ending.REFUSED, Ending.TIMED_OUT, Ending.DIED}:
        return Check(_NAME, "informative", "not-run", outcome.reason or outcome.ending.value, outcome.seconds)
    same: Mapping[str, Any] = outcome.observed
    if outcome.ending is Ending.PASSED and same.get("same") is not False:
        return Check(_NAME, "informative", "passed", "", outcome.seconds)
    told = outcome.chain[-1].message.strip().splitlines()[0][:160] if outcome.chain else "the loaded model differs"
    detail = f"{what} fails: {told}; a registered Layer subclass in its place would reload"
    return Check(_NAME, "informative", "failed", detail, outcome.seconds)
