"""Write every example's after.py: what the cause's recipe makes of before.py, with the answers of replies.toml.

    python tests/knowledge/refresh.py [--only CAUSE[/EXAMPLE]] [--check]

An example whose source the recipe refuses has no after.py. With --check nothing is written; the exit status is 1 when a
file would change.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from examples import Example, collect
from proposing import repaired

from troubleshooter.catalog import Catalog, load
from troubleshooter.errors import CannotRepair


def main() -> int:
    """Refresh what the arguments name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--check", action="store_true", help="write nothing, say what would change")
    arguments = parser.parse_args()
    catalog = load()
    chosen = [one for one in collect() if not arguments.only or arguments.only in {one.cause, one.id}]
    changed = [one for one in chosen if refresh(catalog, one, write=not arguments.check)]
    return 1 if arguments.check and changed else 0


def refresh(catalog: Catalog, example: Example, *, write: bool) -> bool:
    """Bring one after.py up to date; True when it was not."""
    try:
        after, note = repaired(catalog, example.cause, example.before, example.replies), "repaired"
    except CannotRepair as refusal:
        after, note = "", f"no repair: {refusal.what}"
    same = after == example.after
    print(f"{'same' if same else 'changed':8} {example.id}: {note}")
    if write and not same:
        _store(example.folder / "after.py", after)
    return not same


def _store(path: Path, text: str) -> None:
    if text:
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
