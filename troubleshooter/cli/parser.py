"""The arguments. Only argparse is imported here; each command's file is imported when it runs."""

from __future__ import annotations

import argparse
import importlib
from typing import Any, NoReturn

from troubleshooter import __version__
from troubleshooter.errors import InputError

FORMATS = ("text", "json", "markdown")

_DESCRIPTION = """\
Finds out why a Keras Lambda layer fails or does not train, and proves the corrected program by running it.

Without a command the screen opens: paste, answer what only you can know, take the corrected program.
"""

_STATUSES = """\
exit status:
  0  diagnosed, or healthy
  1  still open: ambiguous, undetermined or out of scope (the answer says what would help)
  2  the arguments or the input cannot be used
"""


class Parser(argparse.ArgumentParser):
    """argparse with our way to fail, no abbreviated options, and no colours (escape sequences) on any Python."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)
        self.color = False  # Python 3.14 colours its help

    def error(self, message: str) -> NoReturn:
        """Arguments that cannot be used."""
        raise InputError(message, hint=f"see `{self.prog} --help`", reference="unusable-arguments")


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `arguments.run` is the command."""
    parser = Parser(prog="troubleshooter", description=_DESCRIPTION, epilog=_STATUSES)
    parser.add_argument("--version", action="version", version=f"troubleshooter {__version__}")
    _add_worker_options(parser)
    parser.set_defaults(run=_command("screen"))
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=Parser)
    _add_triage(commands)
    _add_explain(commands)
    _add_causes(commands)
    return parser


def _command(name: str) -> Any:
    def run(arguments: argparse.Namespace) -> int:
        module = importlib.import_module(f"troubleshooter.cli.{name}")
        status: int = module.run(arguments)
        return status

    return run


def _add_worker_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--python", metavar="INTERPRETER", default=argparse.SUPPRESS, help="the Python whose TensorFlow is probed"
    )
    parser.add_argument(
        "--no-probe", action="store_true", default=argparse.SUPPRESS, help="only read; start no TensorFlow"
    )


def _add_triage(commands: Any) -> None:
    parser = commands.add_parser("triage", help="diagnose once, without a screen", epilog=_STATUSES)
    parser.add_argument(
        "traceback", metavar="TRACEBACK", nargs="?", default="", help="file with the traceback, or with all; - is stdin"
    )
    parser.add_argument("--source", metavar="FILE", default="", help="file with the program; - is stdin")
    parser.add_argument("--complaint", metavar="TEXT", default="", help="what goes wrong, in your words")
    parser.add_argument(
        "--answer", metavar="FACT=VALUE", action="append", default=[], help="answers a question beforehand; repeatable"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="form of the answer (default: text)")
    _add_worker_options(parser)
    parser.add_argument("--yes", action="store_true", help="the pasted program may be run, confined")
    parser.add_argument("--verbose", action="store_true", help="say on stderr what is done, also without a terminal")
    parser.set_defaults(run=_command("triage"))


def _add_explain(commands: Any) -> None:
    parser = commands.add_parser("explain", help="what a cause means, and how to fix it")
    parser.add_argument("cause", metavar="NAME", help="a cause, as `troubleshooter causes` lists them")
    parser.set_defaults(run=_command("explain"))


def _add_causes(commands: Any) -> None:
    parser = commands.add_parser("causes", help="list the causes I know")
    parser.add_argument("--keras", choices=("2", "3"), default="", help="only what can happen on this Keras line")
    parser.add_argument("--search", metavar="WORDS", default="", help="only those whose explanation has all the words")
    parser.set_defaults(run=_command("causes"))
