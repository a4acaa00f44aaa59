"""What the tool makes of the atlas, as a table. Exit status 1 where a figure is below its floor.

python tests/atlas/measure.py [--brief]           by reading alone, without TensorFlow
python tests/atlas/measure.py --live [A01 B ...]  by running, in this interpreter or TROUBLESHOOTER_TEST_PYTHON's;
                                                  all programs, those named, or those of families (B)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from figures import Figure, figures, table
from reading import read_all
from running import clinic, live_figures, run_all, sample


def main(arguments: list[str]) -> int:
    """Print the table."""
    words = [word for word in arguments if not word.startswith("-")]
    found = _live(words) if "--live" in arguments else figures(list(read_all()))
    text = table(found)
    print(text.split("\n\n")[0] if "--brief" in arguments else text)
    return int(any(figure.share < figure.floor for figure in found))


def _live(names: list[str]) -> list[Figure]:
    """Run programs, with one line of progress for each."""
    os.environ.setdefault("ATLAS", "all")
    ran = []
    with clinic() as driver:
        for one in run_all(driver, sample(names)):
            said = "right" if one.right else "WRONG" if one.wrong else one.status
            facts = f"verified={one.verified} slice={one.slice} {one.reproduced} {one.seconds:.1f}s"
            print(f"{one.case.name} {said} {'+'.join(one.causes)} {facts}", file=sys.stderr, flush=True)
            ran.append(one)
    return live_figures(ran)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
