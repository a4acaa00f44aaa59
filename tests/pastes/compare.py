"""Print the README's table: friendly-traceback on the failures of the corpus, and this tool on their pastes.

    python tests/pastes/compare.py TOOLS     (TOOLS as for make.py)

friendly-traceback explains a live exception, in the process that failed, so each program is run for it once; this tool
reads what the tools printed of the same failures. A paste counts as read when test_pastes.py finds all of it right.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from corpus import HERE, Paste, pastes, user_frames
from test_pastes import test_reads_to_the_failure_itself as read_rightly

GROUPS = {"python-3.12": "plain Python", "keras-2": "Lambda, Keras 2.15", "keras-3": "Lambda, Keras 3.15"}
HEAD = (
    "| Failures | friendly-traceback 0.7.61, in the failing process | lambda-troubleshooter, from the pasted text |",
    "| --- | --- | --- |",
)


def main() -> None:
    """One row for each group of failures."""
    print("\n".join(HEAD))
    for environment, title in GROUPS.items():
        mine = [paste for paste in pastes() if paste.environment == environment]
        programs = sorted({paste.program for paste in mine})
        found = friendly(Path(sys.argv[1]) / environment / "bin" / "python", programs)
        print(f"| {len(programs)} in {title} | {theirs(environment, found)} | {ours(mine)} |")


def friendly(python: Path, programs: list[str]) -> dict[str, Any]:
    """What it says of each program."""
    paths = [str(HERE / "programs" / f"{program}.py") for program in programs]
    command = [str(python), str(HERE / "friendly.py"), *paths]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    said: dict[str, Any] = json.loads(printed.decode("utf-8").rsplit("\n", 1)[-1])
    return said


def theirs(environment: str, found: dict[str, Any]) -> str:
    """How many it explained to the end, and in how many of these it shows the innermost line of the program."""
    done = {program: said["text"] for program, said in found.items() if said["ended"] == "explained"}
    shown = sum(shows(text, innermost(environment, program)) for program, text in done.items())
    stopped = len(found) - len(done)
    words = f"{len(done)} explained, {shown} with the innermost line of the program"
    return words + (f"; {stopped} aborted" if stopped else "")


def innermost(environment: str, program: str) -> int:
    """The line in the program where it failed."""
    last = Paste(environment, program, "cpython").truth[-1]
    frames = user_frames([frame for frame in last["frames"] if frame[0] != "settings.cfg"])
    lines = [line for line, _, _ in frames] + [line for line, _, _ in last.get("inside", [])]
    return lines[-1]


def shows(text: str, line: int) -> bool:
    """Whether the explanation points at this line of a program."""
    return bool(re.search(rf"line `{line}` of file '[^']*/programs/", text) or re.search(rf"-->\s*{line}\|", text))


def ours(mine: list[Paste]) -> str:
    """How many of the texts are read to the failure itself."""
    read = 0
    for paste in mine:
        try:
            read_rightly(paste)
            read += 1
        except AssertionError:
            print(f"not read: {paste.id}", file=sys.stderr)
    return f"{read} of {len(mine)} pastes read, by {len({paste.tool for paste in mine})} renderings"


if __name__ == "__main__":
    main()
