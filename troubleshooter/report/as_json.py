"""A report as JSON: schema 1 of the triage contract.

Keys are never removed or renamed within a schema number, and every key is always there (null, "" or [] where nothing is
known), so that a reader needs no case distinction.
"""

from __future__ import annotations

import json
from typing import Any

from troubleshooter.model import Diagnosis, Fact, Next, OpenError, Place, Proposal, Report, Standing
from troubleshooter.report.plain import plain
from troubleshooter.report.words import recipe_names

SCHEMA = 1


def to_json_text(report: Report) -> str:
    """The report as JSON text, indented, pure ASCII, one newline at the end."""
    return json.dumps(to_json(report), indent=2) + "\n"


def to_json(report: Report) -> dict[str, Any]:
    """The report as a dict of JSON types."""
    document = {
        "schema": SCHEMA,
        "status": report.status.value,
        "diagnoses": [_diagnosis(diagnosis) for diagnosis in report.diagnoses],
        "open_error": _open(report.open_error) if report.open_error else None,
        "causes": [_standing(standing) for standing in report.standings],
        "next": _next(report.next) if report.next else None,
        "repair": _repair(report.proposal) if report.proposal else None,
        "alternatives": [_repair(proposal) for proposal in report.alternatives],
        "environment": _environment(report),
        "seconds": _seconds(report),
    }
    return {key: _safe(value) for key, value in document.items()}


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [_safe(item) for item in value]
    return {key: _safe(item) for key, item in value.items()} if isinstance(value, dict) else value


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "cause": diagnosis.cause.name,
        "title": diagnosis.cause.title,
        "summary": diagnosis.cause.summary,
        "basis": diagnosis.basis.value,
        "reproduced": diagnosis.reproduced,
        "target": diagnosis.target.label if diagnosis.target else "",
        "where": _where(diagnosis.where),
        "hidden_error": _error(diagnosis.hidden),
        "why": list(diagnosis.why),
    }


def _where(place: Place | None) -> dict[str, int] | None:
    return {"line": place.line, "end_line": max(place.line, place.end_line)} if place else None


def _error(error: tuple[str, str] | None) -> dict[str, str] | None:
    return {"type": error[0], "message": error[1]} if error else None


def _open(found: OpenError) -> dict[str, Any]:
    return {
        **(_error(found.error) or {}),
        "basis": found.basis.value,
        "hidden": found.hidden,
        "where": _where(found.where),
        "code": found.code,
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "cause": standing.cause.name,
        "state": standing.state.value,
        "evidence": [_fact(fact) for fact in standing.evidence],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "fact": fact.name,
        "subject": fact.subject,
        "value": fact.value,
        "settled_by": fact.settled_by,
        "where": _where(fact.where),
    }


def _next(wish: Next) -> dict[str, Any]:
    return {
        "kind": wish.kind,
        "fact": wish.fact,
        "text": wish.text,
        "why": wish.why,
        "choices": [{"value": value, "text": text} for value, text in wish.choices],
    }


def _repair(proposal: Proposal) -> dict[str, Any]:
    repair, verdict = proposal.repair, proposal.verdict
    return {
        "recipes": list(recipe_names(repair.recipe)),
        "safety": repair.safety,
        "answers": dict(repair.answers),
        "changes": plain(repair.changes),
        "source": repair.source,
        "diff": repair.diff,
        "verified": bool(verdict and verdict.verified),
        "checks": [
            {"name": check.name, "kind": check.kind, "outcome": check.outcome, "seconds": round(check.seconds, 3)}
            for check in (verdict.checks if verdict else ())
        ],
    }


def _environment(report: Report) -> dict[str, Any]:
    environment, traceback = report.environment, report.paste.traceback
    return {
        "python": environment.python,
        "tensorflow": environment.tensorflow,
        "keras": environment.keras,
        "pasted_keras": traceback.keras if traceback else "",
        "device": environment.device,
        "confinement": [{"layer": layer, "applied": applied} for layer, applied in environment.confinement],
    }


def _seconds(report: Report) -> dict[str, float]:
    static, probes = round(report.static_seconds, 3), round(report.probe_seconds, 3)
    return {"static": static, "probes": probes, "total": round(static + probes, 3)}
