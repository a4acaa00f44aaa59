"""The driver as the screen wants it, and the way from the command line to the screen. No TensorFlow."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from troubleshooter.cli import main
from troubleshooter.cli.front import DriverFront
from troubleshooter.driver import Driver, Settings
from troubleshooter.model import Ending, Environment, Outcome, Paste, ProbeRequest, Report, Status
from troubleshooter.tui.front import Front, Panes


@dataclass
class PlayedDriver:
    """Answers as the real one does, and remembers what it was told."""

    settings: Settings = field(default_factory=Settings)
    problem: str = ""
    warm: bool = False
    told: list[Any] = field(default_factory=list)

    def start(self) -> None:
        self.told.append("start")

    def stop(self) -> None:
        self.told.append("stop")

    def cancel(self) -> None:
        self.told.append("cancel")

    def environment(self) -> Environment | None:
        return None if self.problem else Environment(tensorflow="2.15.1")

    def open(self, paste: Paste, *, probing: bool = True) -> Any:
        self.told.append((paste, probing))
        return iter(())

    def run(self, request: ProbeRequest) -> Outcome:  # noqa: ARG002
        return Outcome(Ending.PASSED)


def test_the_state_tells_whether_probes_can_run() -> None:
    driver = PlayedDriver()
    front: Front = DriverFront(driver)  # type: ignore[arg-type]
    assert front.worker_state() == ("TensorFlow is starting", True)
    front.start()
    assert front.worker_state() == ("TensorFlow 2.15.1 is starting", True)
    driver.warm = True
    assert front.worker_state() == ("TensorFlow 2.15.1 is ready", True)
    driver.problem = "there is no TensorFlow"
    assert front.worker_state() == ("there is no TensorFlow", False)
    driver.settings = replace(driver.settings, probing=False)
    assert front.worker_state()[1] is False


def test_calls_reach_the_driver() -> None:
    driver = PlayedDriver()
    front = DriverFront(driver)  # type: ignore[arg-type]
    paste = front.read(Panes(complaint="the loss does not move"))
    front.open(paste, False)
    assert driver.told == [(paste, False)]
    assert front.run(ProbeRequest("program", {})).ending is Ending.PASSED
    front.cancel()
    front.stop()
    assert driver.told[1:] == ["cancel", "stop"]


def test_a_report_is_rendered_in_each_form() -> None:
    front = DriverFront(PlayedDriver())  # type: ignore[arg-type]
    report = Report(Status.HEALTHY, Paste())
    starts = {"text": "healthy: ", "markdown": "**healthy**", "json": "{"}
    for form, start in starts.items():
        assert front.render_report(report, form).startswith(start)


def test_the_real_driver_without_probing_fits_too() -> None:
    front = DriverFront(Driver(Settings(probing=False)))
    front.start()
    assert front.worker_state() == ("reading only (--no-probe)", False)
    front.stop()


@pytest.mark.parametrize(("arguments", "probing"), [([], True), (["--no-probe"], False)])
def test_without_a_command_the_screen_opens(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], probing: bool
) -> None:
    seen: dict[str, Any] = {}

    def run_app(front: DriverFront, *, probing: bool) -> int:
        seen.update(front=front, probing=probing)
        return 7

    monkeypatch.setattr("troubleshooter.tui.run_app", run_app)
    monkeypatch.setattr("troubleshooter.cli.screen.is_terminal", lambda stream: True)
    assert main([*arguments, "--python", sys.executable]) == 7
    assert seen["probing"] is probing
