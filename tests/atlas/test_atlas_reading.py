"""What reading alone makes of the atlas stays above its floors; the table is printed with the tests' output."""

from __future__ import annotations

import pytest
from figures import Figure, figures, table
from reading import read_all


@pytest.fixture(scope="module")
def measured() -> list[Figure]:
    """All figures, counted once."""
    return figures(list(read_all()))


def test_the_figures_stay_above_their_floors(measured: list[Figure], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print("\n" + table(measured).split("\n\n", maxsplit=1)[0])
    low = [figure for figure in measured if figure.share < figure.floor]
    assert not low, table(low)
