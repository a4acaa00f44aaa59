"""The numbers of the reading part, each with the programs that keep it from being perfect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from atlas import cases
from reading import BOTH, SOURCE, TRACEBACK, Read, chosen, covers, guilty_functions, holding, target_list


@dataclass(frozen=True)
class Figure:
    """`good` of `all`; `others` names the rest. `floor` is the share below which the tests fail."""

    name: str
    title: str
    good: int
    all: int
    others: tuple[str, ...] = ()
    floor: float = 0.0
    note: str = ""

    @property
    def share(self) -> float:
        """1.0 where there is nothing to count."""
        return self.good / self.all if self.all else 1.0


def figures(reads: Sequence[Read]) -> list[Figure]:
    """All figures, in the order of the table."""
    return [
        innocent(),
        target_found(),
        target_first(),
        guilty_line(reads),
        suspects(reads),
        *settled(reads),
        *confident(reads),
        unknown(reads),
    ]


def _count(name: str, title: str, pairs: Iterable[tuple[str, bool]], floor: float, note: str = "") -> Figure:
    found = list(pairs)
    others = tuple(sorted({who for who, good in found if not good}))
    return Figure(name, title, sum(good for _, good in found), len(found), others, floor, note)


def innocent() -> Figure:
    """No cause's evidence holds by reading an innocent program."""
    pairs = (
        (f"{case.name}/{keras}", not holding(case, keras))
        for case in cases()
        for keras, expected in case.by_line.items()
        if expected.innocent
    )
    return _count("innocent", "innocent programs without a finding", pairs, 0.98)


def target_found() -> Figure:
    """Wherever a guilty line lies in a function, a target is that function or the Lambda made of it."""
    return _count("found", "guilty function among the targets", _targets(lambda case, _: target_list(case)[1]), 0.97)


def target_first() -> Figure:
    """The same for the likeliest target alone; several Lambdas without a traceback may need a question."""
    return _count("first", "guilty function is the first target", _targets(lambda case, k: chosen(case, k)[:1]), 0.9)


def _targets(of: Callable) -> Iterable[tuple[str, bool]]:  # type: ignore[type-arg]
    for case in cases():
        for keras, expected in case.by_line.items():
            spans = guilty_functions(case, expected) if expected.guilty else []
            if spans:
                yield f"{case.name}/{keras}", any(covers(target, spans) for target in of(case, keras))


def guilty_line(reads: Sequence[Read]) -> Figure:
    """The line of a right diagnosis is a guilty one."""
    pairs = ((read.named, read.line in read.expected.lines) for read in reads if read.right)
    return _count("line", "guilty line right, of right diagnoses", pairs, 0.95)


def suspects(reads: Sequence[Read]) -> Figure:
    """The traceback alone: a cause that is in the knowledge is among the suspects."""
    here = [read for read in reads if read.paste == TRACEBACK and read.known]
    sizes = [max(len(read.live), 1) for read in here] or [0]
    note = f"live causes: mean {sum(sizes) / len(sizes):.1f}, worst {max(sizes)}"
    return _count("suspects", "traceback alone: right cause listed", ((r.named, r.listed) for r in here), 0.9, note)


def settled(reads: Sequence[Read]) -> list[Figure]:
    """Reading alone names the right cause, where it is in the knowledge."""
    found = []
    for paste, floor in ((BOTH, 0.75), (SOURCE, 0.3), (TRACEBACK, 0.25)):
        pairs = ((read.named, read.right) for read in reads if read.paste == paste and read.known)
        found.append(_count(f"right {paste}", f"{paste}: right cause diagnosed by reading", pairs, floor))
    return found


def confident(reads: Sequence[Read]) -> list[Figure]:
    """No confident wrong cause, where a right one is in the knowledge."""
    found = []
    for paste in (BOTH, SOURCE, TRACEBACK):
        pairs = ((read.named, not read.wrong) for read in reads if read.paste == paste and read.known)
        found.append(_count(f"wrong {paste}", f"{paste}: no wrong cause diagnosed", pairs, 0.97))
    return found


def unknown(reads: Sequence[Read]) -> Figure:
    """Programs whose cause has no folder: nothing to be right about, but nothing wrong may be said."""
    here = [read for read in reads if read.expected.guilty and not read.known]
    pairs = ((f"{read.named} {read.cause}", not read.wrong) for read in here)
    missing = {cause for read in here for cause in read.expected.causes[:1]}
    note = f"{len(missing)} causes not in the knowledge"
    return _count("unknown", "cause not in the knowledge: no wrong cause diagnosed", pairs, 0.7, note)


def table(found: Sequence[Figure]) -> str:
    """The figures as text, one a line, with what is missing below."""
    rows = [f"{f.title:56} {f.good:4}/{f.all:<4} {f.share:7.1%}  (floor {f.floor:.0%})  {f.note}" for f in found]
    rests = [f"  not {f.title}: {', '.join(f.others)}" for f in found if f.others]
    return "\n".join([*rows, "", *rests])
