"""What the tool makes of programs that it may run: a sample here, every program where ATLAS=all."""

from __future__ import annotations

import pytest
from figures import table
from running import clinic, live_figures, run_all, sample

pytestmark = pytest.mark.tf


def test_the_live_figures_stay_above_their_floors(capsys: pytest.CaptureFixture[str]) -> None:
    with clinic() as driver:
        if driver.environment() is None:
            pytest.skip(f"no TensorFlow in this interpreter: {driver.problem}")
        measured = live_figures(list(run_all(driver, sample())))
    with capsys.disabled():
        print("\n" + table(measured))
    low = [figure for figure in measured if figure.share < figure.floor]
    assert not low, table(low)
