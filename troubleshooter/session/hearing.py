"""A complaint in the person's own words: what it is taken for, and the question where its words are not known."""

from __future__ import annotations

import re
from collections.abc import Generator

from troubleshooter.catalog.complaints import SAID
from troubleshooter.facts.complaint import heard, speaks_our_words
from troubleshooter.model import CASE, Answer, Ask, Complaint, Fact, Next, Reply, Step
from troubleshooter.reasoning import UNKNOWN
from troubleshooter.session.case import Case


def hear(case: Case) -> None:
    """Read the complaint; what it is taken for is a fact, and its sentence is what symptoms are compared with."""
    found = heard(case.paste.complaint, case.catalog.complaints)
    if not found:  # an answer that was given stays
        return
    # Who asks about a belief ("x *= 2 gives None gradients") tells what they read, not what they saw.
    case.said = () if _matches(case, folk=True) else tuple(one.reads_as for one in found)
    case.book.add([Fact(CASE, SAID, found[0].name, "complaint")])


def known_words(case: Case) -> bool:
    """Whether the complaint is about what this tool is about, though perhaps not in words it knows."""
    return bool(case.said) or speaks_our_words(case.paste.complaint, case.catalog.complaints)


def ask(case: Case) -> Generator[Step, Reply, bool]:
    """Ask what is meant, where nothing but a complaint in unknown words is left to go by; True when that was told."""
    question = case.catalog.questions.get(SAID)
    if question is None or not _open(case):
        return False
    reply = yield Ask(question)
    case.asked_words = True
    value = reply.value if isinstance(reply, Answer) else UNKNOWN
    meant = _named(case, value)
    if meant is None:
        case.next = Next("question", SAID, question.text, question.why, question.choices)
        return False
    case.said = (meant.reads_as,)
    case.book.add([Fact(CASE, SAID, meant.name, "answer")])
    return True


def _open(case: Case) -> bool:
    spoken = case.paste.complaint.strip()
    if not spoken or case.said or case.asked_words or case.diagnoses or case.failure is not None:
        return False
    return not _matches(case, folk=False)


def _matches(case: Case, *, folk: bool) -> bool:
    """Whether a symptom of some cause fits the person's own words; `folk`: of one that is always cleared."""
    causes = (cause for cause in case.catalog.causes if cause.folk or not folk)
    patterns = (symptom.complaint for cause in causes for symptom in cause.symptoms if symptom.complaint)
    return any(re.search(pattern, case.paste.complaint, re.IGNORECASE) for pattern in patterns)


def _named(case: Case, name: str) -> Complaint | None:
    return next((one for one in case.catalog.complaints if one.name == name), None)
