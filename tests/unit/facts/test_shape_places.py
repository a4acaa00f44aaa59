"""Where an error was raised, and what running tells of rows and declared shapes."""

from __future__ import annotations

from collections.abc import Iterable

from troubleshooter.facts.rows import observe_rows
from troubleshooter.facts.shape_place import observe_place
from troubleshooter.model import ErrorLink, Fact, Frame, Place, Target, TargetKind, Wrapper

TARGET = Target("lambda:5", TargetKind.LAMBDA, "<lambda>", Place(5, 6), Place(5, 6))


def raised_in(*frames: Frame, wrapper: Wrapper | None = None) -> str:
    link = ErrorLink("ValueError", "Dimensions must be equal", tuple(frames), wrapper)
    return next(fact.value for fact in observe_place((link,), (TARGET,), "traceback"))


def values(facts: Iterable[Fact]) -> dict[str, str]:
    return {fact.name: fact.value for fact in facts}


def tensor(*shape: int) -> dict[str, object]:
    return {"result": "tensor", "shape": list(shape)}


def test_the_wrapper_names_the_layer() -> None:
    assert raised_in(wrapper=Wrapper("", "Lambda")) == "lambda"
    assert raised_in(wrapper=Wrapper("dense", "Dense")) == "elsewhere"


def test_the_innermost_line_of_the_person() -> None:
    assert raised_in(Frame("model.py", 6, "f")) == "lambda"
    assert raised_in(Frame("model.py", 20, "<module>")) == "elsewhere"
    keras = Frame("keras/src/losses/losses.py", 9, "call", origin="keras")
    assert raised_in(Frame("model.py", 5, "<module>"), keras) == "elsewhere"
    layer = Frame("keras/src/layers/core/lambda_layer.py", 9, "call", origin="keras")
    assert raised_in(layer, Frame("helpers.py", 99, "g")) == "lambda"


def test_nothing_is_said_of_no_error() -> None:
    assert list(observe_place((), (TARGET,), "traceback")) == []


def test_rows() -> None:
    def rows(one: dict[str, object], four: dict[str, object]) -> str | None:
        return values(observe_rows({"eager": {"mixed/1": one, "mixed/4": four}}, "s", "p")).get("rows")

    assert rows(tensor(1, 3), tensor(4, 3)) == "kept"
    assert rows(tensor(3), tensor(4, 3)) == "lost-at-one"
    assert rows(tensor(), tensor()) == "none"
    assert rows(tensor(2), tensor(7)) == "other"
    assert rows({"result": "raises"}, {"result": "raises"}) is None


def test_declared_shapes() -> None:
    def declared(told: list[int | None], real: dict[str, object]) -> str | None:
        entry = {"build": {"result": "tensor", "shape": told}, "eager": {"mixed/4": real}}
        return values(observe_rows(entry, "s", "p")).get("declared-shape")

    assert declared([None, 8], tensor(4, 8)) == "fits"
    assert declared([None, None], tensor(4, 8)) == "fits"
    assert declared([None, 4], tensor(4, 8)) == "wrong"
    assert declared([None, None, 8], tensor(4, 8)) == "wrong"


def test_a_fixed_batch_tells_nothing_of_rows() -> None:
    entry = {"inputs": [{"shape": [8, 4]}], "eager": {"mixed/1": tensor(8, 4), "mixed/4": tensor(8, 4)}}
    assert values(observe_rows(entry, "s", "p")) == {}
