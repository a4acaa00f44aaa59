"""`--answer FACT=VALUE` and `--python INTERPRETER`: given beforehand, so checked before anything runs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from troubleshooter.catalog import Catalog
from troubleshooter.errors import InputError
from troubleshooter.probe import choose_interpreter

UNKNOWN = "unknown"  # an answer to every question: the person does not know


def read_answers(items: Iterable[str], catalog: Catalog) -> Mapping[str, str]:
    """The answers as fact -> value; facts and values that the vocabulary does not have are an InputError."""
    answers: dict[str, str] = {}
    for item in items:
        fact, equals, value = (part.strip() for part in item.partition("="))
        if not equals:
            raise _unusable("an answer is FACT=VALUE", item, _facts_hint(catalog))
        _check_fact(fact, item, catalog)
        _check_value(fact, value, item, catalog)
        if answers.setdefault(fact, value) != value:
            raise _unusable("answered twice, and differently", item, "give each answer once")
    return answers


def _check_fact(fact: str, item: str, catalog: Catalog) -> None:
    if fact == "consent":
        raise _unusable("whether the program may be run is not an answer", item, "give --yes")
    if fact in catalog.facts and fact not in catalog.questions:
        raise _unusable(f"{fact} is not asked: I find it out myself", item, _facts_hint(catalog))
    if fact not in catalog.questions:
        close = difflib.get_close_matches(fact, catalog.questions, n=1)
        raise _unusable("no such fact", item, f"did you mean {close[0]}?" if close else _facts_hint(catalog))


def _check_value(fact: str, value: str, item: str, catalog: Catalog) -> None:
    values = [choice for choice, _ in catalog.questions[fact].choices]
    if value not in {*values, UNKNOWN}:
        raise _unusable("no such value", item, f"{fact} is one of: {', '.join([*values, UNKNOWN])}")


def _facts_hint(catalog: Catalog) -> str:
    return f"these are asked: {', '.join(sorted(catalog.questions))}"


def _unusable(what: str, item: str, hint: str) -> InputError:
    return InputError(what, where=f"--answer {item}", hint=hint, reference="unusable-answer")


def find_interpreter(asked: str) -> str:
    """The path of the Python to probe: the one asked for, else the active environment's, else our own."""
    try:
        return choose_interpreter(asked).path
    except InputError as error:
        hint = "give the python of the environment that has your TensorFlow, such as venv/bin/python"
        reference = "no-such-interpreter"
        raise InputError(error.what, where=f"--python {asked}", hint=hint, reference=reference) from None
