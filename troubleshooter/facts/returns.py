"""What a function returns: a value on every path, never, on some paths, or the None of a call made for its effect."""

from __future__ import annotations

from troubleshooter.facts.handed import inner_functions
from troubleshooter.facts.reading import Reading
from troubleshooter.facts.trace import Exit, Ways
from troubleshooter.model import Place


def verdict(ways: Ways) -> str:
    """value, never, some-paths or side-effect-call."""
    if ways.generator:
        return "value"
    kinds = [_kind(way) for way in ways.exits] + (["none"] if ways.falls else [])
    if not kinds or all(kind == "value" for kind in kinds):
        return "value"
    if "value" in kinds or "maybe" in kinds:
        return "some-paths"
    return "side-effect-call" if "call" in kinds and "none" not in kinds else "never"


def _kind(way: Exit) -> str:
    """One way out: a value, None, None for some values, or the None of a call."""
    if way.value.none == "no":
        return "value"
    if way.value.none == "maybe":
        return "maybe"
    return "call" if "call" in way.value.none_by else "none"


def chosen_by(ways: Ways) -> str:
    """What chooses the path without a value: a tensor, or something static."""
    controls = set(ways.fall_controls if ways.falls else ())
    for way in ways.exits:
        if _kind(way) in {"none", "call", "maybe"}:
            controls |= way.controls | way.value.none_by
    return "tensor" if "tensor" in controls else "static"


def observe_returns(reading: Reading) -> tuple[str, Place | None] | None:
    """`returns`, and the place of the way out without a value."""
    if reading.trace is None:
        return None
    ways = reading.trace.ways
    places = [way.where for way in ways.exits if _kind(way) != "value"]
    return verdict(ways), places[0] if places else reading.target.function


def observe_none_path(reading: Reading) -> tuple[str, Place | None] | None:
    """`none-path`."""
    if reading.trace is None:
        return None
    if verdict(reading.trace.ways) != "some-paths":
        return "no", None
    return chosen_by(reading.trace.ways), None


def observe_helper_returns(reading: Reading) -> tuple[str, Place | None] | None:
    """`helper-returns`: the worst of the helpers whose result the function uses."""
    if reading.trace is None:
        return None
    handed = inner_functions(reading)  # those give their value to an operation: `inner-returns`
    found = {node: _helper_verdict(ways) for node, ways in reading.trace.helpers.items() if node not in handed}
    for wanted in ("never", "some-paths"):
        node = next((n for n, v in found.items() if v == wanted), None)
        if node is not None:
            return wanted, reading.program.place(node)
    return ("value", None) if not reading.trace.unsure & {"all"} else None


def _helper_verdict(ways: Ways) -> str:
    found = verdict(ways)
    return "never" if found == "side-effect-call" else found
