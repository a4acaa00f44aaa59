"""What a shell meets: nothing heavy for --help, quiet ends on closed pipes, stdout for the answer alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("networkx", "libcst", "tensorflow", "keras", "textual", "numpy")
PROGRAM = """
import sys
from troubleshooter.cli import main
status = main(sys.argv[1:])
heavy = sorted(set(sys.modules) & set({heavy!r}))
print(status, heavy, file=sys.stderr)
"""


def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        **options,
    )


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("triage", "--help")])
def test_help_and_version_import_nothing_heavy(arguments: tuple[str, ...]) -> None:
    result = run("-c", PROGRAM.format(heavy=HEAVY), *arguments)
    assert result.stderr.splitlines()[-1] == "0 []"
    assert result.stdout
    assert "\x1b" not in result.stdout


def test_triage_without_arguments_imports_no_screen() -> None:
    result = run("-c", PROGRAM.format(heavy=("textual", "tensorflow", "keras")), "triage")
    assert result.stderr.splitlines()[-1] == "2 []"


def test_the_package_runs_as_a_module() -> None:
    result = run("-m", "troubleshooter", "--version")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("troubleshooter ")


def test_the_screen_needs_a_terminal() -> None:
    result = run("-m", "troubleshooter", stdin=subprocess.DEVNULL)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error[no-terminal]")


@pytest.mark.skipif(os.name != "posix", reason="a POSIX shell is needed")
@pytest.mark.parametrize("ending", ["| true", ">&-", "2>&-", ">&- 2>&-"])
@pytest.mark.parametrize("arguments", ["--help", "causes"])
def test_a_closed_stream_ends_quietly(ending: str, arguments: str) -> None:
    command = f"set -o pipefail; '{sys.executable}' -m troubleshooter {arguments} {ending}"
    result = subprocess.run(
        ["bash", "-c", command],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert result.returncode == 0
    assert not result.stderr or result.stderr.startswith("usage:")  # argparse moves its help to stderr on `>&-`


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - subprocess needs the handle
        result = subprocess.run(
            [sys.executable, "-m", "troubleshooter", "causes"],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert result.returncode == 2
    assert result.stderr.startswith("error[output-failed]")


def test_an_encoding_that_lacks_a_character_is_no_crash() -> None:
    result = run("-m", "troubleshooter", "explain", "gibt-es-nicht-ü", env={"PYTHONIOENCODING": "ascii"})
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error[no-such-cause]")
