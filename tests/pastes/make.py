"""Make the corpus of pastes again, with the real tools.

    python tests/pastes/make.py install TOOLS          a virtual environment for each entry of tools.toml, below TOOLS
    python tests/pastes/make.py render TOOLS [NAME...] run the programs there and write tests/pastes/stored/NAME/;
                                                       NAME/PROGRAM does so for one program

`install` needs pyenv with the Pythons that tools.toml names. An entry with `packages_of` also sees the packages of an
interpreter that has TensorFlow: set the variable that it names to that interpreter. TOOLS becomes part of the printed
paths: the stored pastes were made with /home/user/tools.
"""

from __future__ import annotations

import fnmatch
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
STORED = HERE / "stored"
PROJECT = Path("/home/user/project")


def main() -> None:
    """Do what the command line says."""
    action, tools, *names = sys.argv[1:]
    entries = tomllib.loads((HERE / "tools.toml").read_text(encoding="utf-8"))
    for name in names or entries:
        environment, _, program = name.partition("/")
        entry = entries[environment]
        if action == "install":
            install(Path(tools) / environment, entry)
        else:
            python = Path(tools) / environment / "bin" / "python"
            render(environment, python, {**entry, "programs": [program]} if program else entry)


def install(folder: Path, entry: dict[str, Any]) -> None:
    """Make one virtual environment with its tools."""
    prefix = subprocess.check_output(["pyenv", "prefix", entry["python"]], text=True).strip()
    subprocess.run([f"{prefix}/bin/python", "-m", "venv", str(folder)], check=True)
    subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *entry["packages"]], check=True)
    if "packages_of" in entry:
        other = os.environ[entry["packages_of"]]
        site = [other, "-c", "import site; print(site.getsitepackages()[0])"]
        found = subprocess.check_output(site, text=True).strip()
        (next(folder.glob("lib/python*/site-packages")) / "tensorflow-of.pth").write_text(found, encoding="utf-8")


def render(name: str, python: Path, entry: dict[str, Any]) -> None:
    """Run the programs in one environment and write what each tool showed."""
    programs = [one for one in sorted(PROGRAMS.glob("*.py")) if _wanted(one.stem, entry["programs"])]
    script = Path(shutil.copy(HERE / "render.py", PROJECT))  # its own path stands in what a running graph prints
    command = [str(python), str(script), str(PROJECT), *map(str, programs)]
    base = subprocess.check_output([str(python), "-c", "import sys; print(sys.base_prefix)"], text=True).strip()
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    found = json.loads(printed.replace(base, "/usr/local"))
    for program, result in found.items():
        folder = STORED / name / program
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        _write(folder / "truth.json", json.dumps(result["truth"], indent=1, ensure_ascii=False) + "\n")
        for tool, text in result["texts"].items():
            if _wanted(tool, entry["tools"]) or _wanted(program, entry.get("in_full", [])):
                _write(folder / f"{tool}.txt", text)


def _wanted(name: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main()
