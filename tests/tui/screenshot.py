"""Makes the README's picture again: a real session on real TensorFlow, exported by Textual.

    python tests/tui/screenshot.py [FILE.svg]

Pastes a program and what it really prints, answers as a person would, and exports the result: the corrected snippet.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from textual.pilot import Pilot

from troubleshooter.cli.front import DriverFront
from troubleshooter.driver import Driver, Settings
from troubleshooter.tui.app import TroubleshooterApp
from troubleshooter.tui.front import Panes
from troubleshooter.tui.screens.result import ResultScreen

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent / "cli" / "programs" / "none_branch.py"
PICTURE = HERE / "screenshot.svg"
KEYS = ("1", "2", "2", "1")  # run it; for each row; zeros; skip the update


def printed(program: Path) -> str:
    """What the program prints when it is run by itself."""
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=False)
    lines = done.stderr.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("Traceback"))
    return "\n".join(lines[start:]).replace(str(program), "/home/me/gate.py").replace(sys.prefix, "/home/me/venv")


async def until(pilot: Pilot[None], happened: object) -> None:
    """Wait for something on the screen, at most a minute."""
    for _ in range(600):
        await pilot.pause(0.1)
        if happened():  # type: ignore[operator]
            return
    raise TimeoutError("the screen did not get there")


async def main(picture: Path) -> None:
    """One session, one picture."""
    panes = Panes(traceback=printed(PROGRAM), source=PROGRAM.read_text())
    app = TroubleshooterApp(DriverFront(Driver(Settings())), panes)
    async with app.run_test(size=(120, 38)) as pilot:
        await until(pilot, lambda: "ready" in app.worker_state[0])
        await pilot.press("ctrl+r")
        for key in KEYS:
            await until(pilot, lambda: any(widget.display for widget in app.screen.query("#waiting QuestionPanel")))
            await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        await pilot.press("2")
        await pilot.pause(0.5)
        picture.write_text(app.export_screenshot(title="troubleshooter"))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE))
