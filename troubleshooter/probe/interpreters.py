"""Which Python the worker runs in, and how it was found."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from troubleshooter.errors import InputError
from troubleshooter.model import Traceback

UNIX_PACKAGES = re.compile(r"^(?P<prefix>/.*?)/lib(?:64)?/python(?P<version>3\.\d+)/(?:site|dist)-packages/")
WINDOWS_PACKAGES = re.compile(r"^(?P<prefix>[A-Za-z]:\\.*?)\\Lib\\site-packages\\", re.IGNORECASE)
PLACES = ("bin/python", "bin/python3", "python.exe", "Scripts/python.exe")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python: its path, and where it came from in words ("--python", "VIRTUAL_ENV", "CONDA_PREFIX", ...)."""

    path: str
    origin: str


def choose_interpreter(asked: str = "", environ: Mapping[str, str] | None = None) -> Interpreter:
    """The Python to use: the one asked for, the active environment's, or our own. Raises InputError for a wrong one."""
    if asked:
        found = _executable(asked)
        if not found:
            raise InputError(f"{asked} is no Python that can be run", where="--python", reference="no-such-python")
        return Interpreter(found, "--python")
    environ = os.environ if environ is None else environ
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        found = _python_in(environ.get(name, ""))
        if found:
            return Interpreter(found, name)
    return Interpreter(sys.executable, "the Python that runs the troubleshooter")


def named_in_traceback(traceback: Traceback | None, known: Iterable[str] = ()) -> tuple[Interpreter, ...]:
    """The Pythons whose packages stand in a traceback's frames and that exist here: to offer, never just started."""
    if traceback is None:
        return ()
    seen = {os.path.abspath(path) for path in known}  # noqa: PTH100 (a link to another Python must stay itself)
    found: list[Interpreter] = []
    for file in dict.fromkeys(frame.file for link in traceback.chain for frame in link.frames):
        path = _behind(file)
        if path and path not in seen:
            seen.add(path)
            found.append(Interpreter(path, "a path in the traceback"))
    return tuple(found)


def _behind(file: str) -> str:
    """The interpreter that a library's file belongs to, or an empty string."""
    match = UNIX_PACKAGES.match(file)
    if match:
        own = Path(match["prefix"]) / "bin" / f"python{match['version']}"
        return str(own) if _runs(own) else _python_in(match["prefix"])
    windows = WINDOWS_PACKAGES.match(file)
    return _python_in(windows["prefix"]) if windows else ""


def _executable(asked: str) -> str:
    """A path, a folder of an environment or a command's name as the path of an executable, or an empty string."""
    path = Path(asked).expanduser()
    if path.is_dir():
        return _python_in(str(path))
    if _runs(path) and path.parent != Path():
        return str(path.absolute())
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if os.sep not in asked and folder and _runs(Path(folder) / asked):
            return str(Path(folder) / asked)
    return str(path.absolute()) if _runs(path) else ""


def _python_in(folder: str) -> str:
    """The Python of an environment's folder, or an empty string."""
    return next((str(Path(folder) / place) for place in PLACES if folder and _runs(Path(folder) / place)), "")


def _runs(path: Path) -> bool:
    """Whether a path is a file that may be executed."""
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except (OSError, ValueError):
        return False
