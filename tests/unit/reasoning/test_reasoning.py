"""Kleene's logic, suspects and the choice of the next fact, on small causes made here."""

from __future__ import annotations

import pytest

from troubleshooter.facts.told import matches
from troubleshooter.model import CASE, Cause, ErrorLink, Fact, FactSpec, Frame, State, Symptom
from troubleshooter.reasoning import UNKNOWN, FactBook, Failure, choose, narrow, standing, suspects


def cause(
    name: str, *evidence: dict[str, tuple[str, ...]], symptoms: tuple[Symptom, ...] = (), **more: object
) -> Cause:
    return Cause(name, name, "", "", symptoms, evidence, **more)  # type: ignore[arg-type]


def fact(name: str, value: str, by: str = "source", subject: str = "f") -> Fact:
    return Fact(subject, name, value, by)


NEVER = cause("never", {"returns": ("never",)})
BRANCH = cause("branch", {"returns": ("some",), "path": ("static",)})
EITHER = cause("either", {"a": ("yes",)}, {"b": ("yes",)})
SPECS = {
    "returns": FactSpec("returns", "function", ("never", "some", "value"), ("source",), ""),
    "path": FactSpec("path", "function", ("static", "tensor"), ("probe:function",), ""),
    "a": FactSpec("a", "case", ("yes", "no"), ("probe:program",), ""),
    "b": FactSpec("b", "case", ("yes", "no"), ("answer",), ""),
}


def test_unknown_neither_holds_nor_refutes() -> None:
    item = standing(NEVER, "f", FactBook())
    assert item.state is State.LIVE
    assert not item.holds


def test_a_closed_unknown_is_still_unknown() -> None:
    item = standing(NEVER, "f", FactBook([Fact("f", "returns", UNKNOWN, "source", reason="cut off")]))
    assert item.state is State.LIVE
    assert not item.holds


def test_every_literal_of_a_block_must_hold() -> None:
    half = FactBook([fact("returns", "some")])
    whole = FactBook([fact("returns", "some"), fact("path", "static")])
    assert not standing(BRANCH, "f", half).holds
    assert standing(BRANCH, "f", whole).holds


def test_one_refuted_literal_rules_a_block_out_and_every_block_must_be() -> None:
    assert standing(EITHER, "f", FactBook([fact("a", "no")])).state is State.LIVE
    both = FactBook([fact("a", "no"), fact("b", "no")])
    out = standing(EITHER, "f", both)
    assert out.state is State.RULED_OUT
    assert {item.name for item in out.evidence} == {"a", "b"}


def test_a_function_sees_the_facts_of_the_case() -> None:
    assert standing(EITHER, "f", FactBook([fact("a", "yes", subject=CASE)])).holds


def test_narrow_picks_the_subject_where_the_cause_holds() -> None:
    book = FactBook([fact("returns", "value", subject="f"), fact("returns", "never", subject="g")])
    (item,) = narrow([NEVER], ["f", "g"], book)
    assert (item.subject, item.holds) == ("g", True)


@pytest.mark.parametrize(("first", "second"), [("source", "probe:function"), ("probe:function", "source")])
def test_an_observation_outweighs_a_reading_whichever_came_first(first: str, second: str) -> None:
    values = {"source": "yes", "probe:function": "no"}
    book = FactBook([fact("x", values[first], first), fact("x", values[second], second)])
    assert book.value("x", "f") == "no"


def test_of_two_equal_settlers_the_first_stays() -> None:
    assert FactBook([fact("x", "1"), fact("x", "2")]).value("x", "f") == "1"


def link(message: str, kind: str = "TypeError", *frames: Frame) -> ErrorLink:
    return ErrorLink(kind, message, frames)


def test_all_parts_of_a_symptom_must_fit_one_link() -> None:
    symptom = Symptom(error="TypeError", message="None", frame="compile_utils")
    frame = Frame("keras/engine/compile_utils.py", 3, "match", origin="keras")
    assert matches(symptom, link("got None", "TypeError", frame))
    assert not matches(symptom, link("got None", "ValueError", frame))
    assert not matches(symptom, link("got None", "TypeError"))


def test_a_caught_line_without_a_type_matches_by_its_message() -> None:
    assert matches(Symptom(error="ValueError", message="not enough"), link("not enough values", ""))


def test_a_known_error_decides_before_a_finding() -> None:
    by_error = cause("e", symptoms=(Symptom(message="boom"),))
    by_fact = cause("f", symptoms=(Symptom(fact=("a", ("yes",))),))
    book = FactBook([fact("a", "yes", subject=CASE)])
    named = suspects([by_error, by_fact], Failure((link("boom"),)), ["f"], book)
    silent = suspects([by_error, by_fact], Failure(), ["f"], book)
    assert [item.name for item in named] == ["e"]
    assert [item.name for item in silent] == ["f"]


def test_a_cause_of_the_other_keras_line_is_no_suspect() -> None:
    only_two = cause("old", symptoms=(Symptom(message="boom"),), keras=("2",))
    assert suspects([only_two], Failure((link("boom"),), keras="3"), ["f"], FactBook()) == ()


def test_the_cheapest_class_comes_first_and_then_the_smallest_worst_case() -> None:
    causes = [BRANCH, EITHER]
    book = FactBook([fact("returns", "some")])
    first = choose(causes, ["f"], book, SPECS, lambda cost: True)
    assert first is not None
    assert (first.fact, first.by) == ("a", "probe:program")
    second = choose(causes, ["f"], book, SPECS, lambda cost: cost != "probe:program")
    assert second is not None
    assert (second.fact, second.by) == ("path", "probe:function")


def test_a_closed_unknown_is_not_chosen_again() -> None:
    book = FactBook([Fact(CASE, "a", UNKNOWN, "probe:program"), Fact(CASE, "b", UNKNOWN, "answer")])
    assert choose([EITHER], ["f"], book, SPECS, lambda cost: True) is None


def test_the_graph_holds_the_path_and_every_untaken_answer() -> None:
    from troubleshooter.reasoning.graph import DecisionGraph

    graph = DecisionGraph(["never", "branch"])
    graph.expand([NEVER, BRANCH], ["f"], FactBook(), SPECS["returns"])
    graph.walk(fact("returns", "never"), ["never"])
    values = {data["value"] for _, _, data in graph.graph.edges(data=True)}
    assert values >= {"never", "some", "value"}
    assert graph.path == ("returns = never (source), so branch is out",)
