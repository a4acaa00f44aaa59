"""`python tests/atlas/measure.py [--brief]`: what reading alone makes of the atlas, as a table. Starts no TensorFlow.

Exit status 1 where a figure is below its floor.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from figures import figures, table
from reading import read_all


def main(arguments: list[str]) -> int:
    """Print the table."""
    found = figures(list(read_all()))
    text = table(found)
    print(text.split("\n\n")[0] if "--brief" in arguments else text)
    return int(any(figure.share < figure.floor for figure in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
