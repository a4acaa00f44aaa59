"""The command line: one file a command. stdout = the answer, stderr = everything else.

Nothing heavy is imported here: a command's own imports wait until it runs, so `--help` and `--version` are instant.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

from troubleshooter.cli.console import prepare, silence, tell, write_answer
from troubleshooter.cli.parser import build_parser
from troubleshooter.errors import TroubleshooterError

UNUSABLE = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status: 0 diagnosed, 1 still open, 2 unusable."""
    prepare()
    try:
        return _run(argv)
    except TroubleshooterError as error:
        tell(str(error))
        return UNUSABLE
    except KeyboardInterrupt:
        tell("interrupted")
        return INTERRUPTED
    except OSError as error:
        return _output_failed(error)
    except Exception as error:  # noqa: BLE001 - Python's own status for a crash is 1, which means "still open" here
        return _own_fault(error)


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = build_parser().parse_args(argv)
    except SystemExit as ending:  # --help and --version: their text may still wait in the buffer of a closed pipe
        write_answer("")
        return ending.code if isinstance(ending.code, int) else UNUSABLE
    status: int = arguments.run(arguments)
    return status


def _output_failed(error: OSError) -> int:
    silence(sys.stdout)  # or the interpreter tries again at exit, and says so
    tell(f"error[output-failed]: {error}")
    return UNUSABLE


def _own_fault(error: Exception) -> int:
    tell("".join(traceback.format_exception(error)))
    tell(f"error[internal]: {type(error).__name__}: {error}\n  hint: this is my own mistake; please report it")
    return UNUSABLE
