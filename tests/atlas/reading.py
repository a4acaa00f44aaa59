"""What reading alone makes of the atlas, one `Read` for each program, Keras line and kind of paste. No TensorFlow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from atlas import Case, Expected, cases

from troubleshooter.catalog import Catalog, load
from troubleshooter.driver import Driver, Settings
from troubleshooter.facts.source import observe_source
from troubleshooter.intake import read_paste
from troubleshooter.model import Report, Snippet, State, Status, Target
from troubleshooter.reasoning import FactBook, narrow
from troubleshooter.slice import choose_target, find_targets

BOTH, TRACEBACK, SOURCE = "source and traceback", "traceback alone", "source alone"


@dataclass(frozen=True)
class Read:
    """One report: the first diagnosis and its line, and the causes still live."""

    case: Case
    keras: str
    version: str
    paste: str
    expected: Expected
    status: str
    cause: str = ""
    line: int = 0
    live: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """A01 on 2, for a table's last column."""
        return f"{self.case.name}/{self.keras}"

    @property
    def known(self) -> bool:
        """Whether a right cause has its folder today."""
        return bool(self.expected.known())

    @property
    def right(self) -> bool:
        """Whether the diagnosed cause is a right one."""
        return self.cause in self.expected.causes

    @property
    def wrong(self) -> bool:
        """A confident wrong cause: the worst there is. A finding in a harmless program is neither right nor wrong."""
        return bool(self.cause) and not self.right and not (self.expected.harmless and not self.expected.causes)

    @property
    def listed(self) -> bool:
        """Whether a right cause is among those still live, or is the diagnosis."""
        return self.right or any(cause in self.live for cause in self.expected.causes)


def newest(printed: dict[str, str]) -> tuple[str, str]:
    """(version, text) of the newest version of a Keras line that printed something; ("", "") where none did."""
    return max(printed.items(), default=("", ""))


@cache
def catalog() -> Catalog:
    """The knowledge, read once."""
    return load()


def read_all() -> Iterator[Read]:
    """Every program on every line with every paste that a person could make of it."""
    for case in cases():
        for keras in case.by_line:
            version, text = newest(case.tracebacks(keras))
            for paste in (SOURCE, BOTH, TRACEBACK) if text else (SOURCE,):
                pasted = ("" if paste == TRACEBACK else case.source), ("" if paste == SOURCE else text)
                yield _read(case, keras, (version, paste), report_of(*pasted))


def _read(case: Case, keras: str, kind: tuple[str, str], report: Report) -> Read:
    """What one static report says."""
    expected = case.by_line[keras]
    found = report.diagnoses[0] if report.diagnoses else None
    live = tuple(item.cause.name for item in report.standings if item.state is State.LIVE and not item.cause.folk)
    line = found.where.line if found and found.where else 0
    cause = found.cause.name if found and report.status is Status.DIAGNOSED else ""
    return Read(case, keras, *kind, expected, report.status.value, cause, line, live)


def report_of(source: str, traceback: str) -> Report:
    """What `troubleshooter triage --no-probe` says."""
    return Driver(Settings(probing=False), catalog()).diagnose(read_paste(traceback=traceback, source=source))


# --- findings and targets -------------------------------------------------------------------------------------------


def holding(case: Case, keras: str) -> tuple[str, ...]:
    """The causes of a Keras line whose evidence holds by reading the source alone, whatever points to them."""
    snippet, targets = target_list(case)
    book = FactBook(observe_source(snippet, targets))
    subjects = [target.subject for target in targets]
    standings = narrow([cause for cause in catalog().causes if keras in cause.keras], subjects, book)
    return tuple(item.cause.name for item in standings if item.holds and not item.cause.folk)


def target_list(case: Case) -> tuple[Snippet, tuple[Target, ...]]:
    """The snippet of a program and its targets."""
    snippet = read_paste(source=case.source).snippet
    assert snippet is not None
    return snippet, find_targets(snippet)


def chosen(case: Case, keras: str) -> tuple[Target, ...]:
    """The targets that the traceback allows, best first; of a program that went on all that may be meant."""
    snippet, targets = target_list(case)
    _, text = newest(case.tracebacks(keras))
    traceback = read_paste(traceback=text, source=case.source).traceback if text else None
    return choose_target(targets, snippet, traceback)


def guilty_functions(case: Case, expected: Expected) -> list[tuple[int, int]]:
    """The lines of the functions, and of the calls of Lambda, that a guilty line lies in: read without our own code."""
    tree = ast.parse(case.source)
    kinds = (ast.FunctionDef, ast.Lambda)
    spans = [(n.lineno, n.end_lineno or 0) for n in ast.walk(tree) if isinstance(n, kinds) or _is_lambda(n)]
    return [span for span in spans if any(span[0] <= line <= span[1] for line in expected.lines)]


def _is_lambda(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "Lambda"


def covers(target: Target | None, spans: list[tuple[int, int]]) -> bool:
    """Whether a target's function or construction is, or lies in, one of these lines."""
    places = [place for place in (target.function, target.construction) if place] if target else []
    return any(place.line <= end and start <= place.end_line for place in places for start, end in spans)
