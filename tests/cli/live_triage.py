"""Programs run by the interpreter under test, and triage of what they print, both as a shell runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).resolve().parent / "programs"
PYTHON = os.environ.get("TROUBLESHOOTER_TEST_PYTHON", sys.executable)
_RUNNER = ROOT / "tests" / "knowledge" / "run_example.py"
_QUIET = {"CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3"}


@dataclass(frozen=True)
class Answered:
    """What triage gave back."""

    status: int
    text: str
    remarks: str

    @cached_property
    def document(self) -> dict[str, Any]:
        """The answer as JSON."""
        document: dict[str, Any] = json.loads(self.text)
        return document

    @property
    def causes(self) -> list[str]:
        """The causes diagnosed, in the order found."""
        return [item["cause"] for item in self.document["diagnoses"]]

    def standing(self, cause: str) -> dict[str, Any]:
        """How a cause stands."""
        (found,) = [item for item in self.document["causes"] if item["cause"] == cause]
        return dict(found)

    @property
    def repairs(self) -> list[dict[str, Any]]:
        """Every snippet that was offered: the repair, then the alternatives."""
        first = self.document["repair"]
        return [*([first] if first else []), *self.document["alternatives"]]


def source(name: str) -> str:
    """One of the programs beside this file."""
    return (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")


def keras_line(folder: Path) -> str:
    """The first digit of the Keras that the interpreter under test has; empty where there is none."""
    code = "import importlib.metadata as m\ntry: print(m.version('keras'))\nexcept m.PackageNotFoundError: pass"
    found = subprocess.run([PYTHON, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return found.stdout.strip()[:1]


def run_plainly(program: str, folder: Path) -> tuple[int, str]:
    """`python model.py` in an empty folder: the exit status and all that stands in the terminal."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [PYTHON, "model.py"],
        cwd=folder,
        env={**os.environ, **_QUIET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout


def run_many(programs: dict[str, str], folder: Path) -> dict[str, tuple[int, str]]:
    """The same for several programs in forks of one process: name -> exit status and output."""
    jobs = []
    for name, program in programs.items():
        path = folder / f"{name}.txt"
        path.write_text(program, encoding="utf-8")
        jobs.append({"source": str(path), "folder": str(folder / name)})
    done = subprocess.run(
        [PYTHON, str(_RUNNER)], input=json.dumps(jobs), stdout=subprocess.PIPE, text=True, timeout=600, check=True
    )
    results = json.loads(done.stdout.splitlines()[-1])["results"]
    return {
        name: (result["exit"], result["stdout"] + result["stderr"])
        for name, result in zip(programs, results, strict=True)
    }


def triage(folder: Path, program: str = "", printed: str = "", *arguments: str, python: str = PYTHON) -> Answered:
    """`troubleshooter triage` with these two texts in files, run in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "troubleshooter", "triage"]
    for name, text, option in (("printed.txt", printed, []), ("net.py", program, ["--source"])):
        if text.strip():
            (folder / name).write_text(text, encoding="utf-8")
            command += [*option, name]
    done = subprocess.run(
        [*command, "--python", python, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.stdout, done.stderr
    return Answered(done.returncode, done.stdout, done.stderr)
