"""The wheel, built once, and an environment that holds nothing but it (dependencies are those of the running tests)."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from pathlib import Path

import pytest
from wheel_help import ROOT, call


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("build", reason="the dev extra brings `build`")
    folder = tmp_path_factory.mktemp("wheel")
    here = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    built = call(sys.executable, "-m", "build", "--wheel", *here, "--outdir", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment with the wheel in it, away from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    made = call(sys.executable, "-m", "venv", folder / "env", cwd=folder)
    assert made.returncode == 0, made.stderr
    binaries = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    done = call(binaries / "python", "-m", "pip", "install", "--no-deps", "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    _lend_dependencies(binaries, folder)
    return binaries


def _lend_dependencies(binaries: Path, folder: Path) -> None:
    """TensorFlow is too large to install again: the running environment's packages are put behind the new one's own."""
    asked = call(binaries / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    paths = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (Path(asked.stdout.strip()) / "lent.pth").write_text("\n".join(paths) + "\n")
