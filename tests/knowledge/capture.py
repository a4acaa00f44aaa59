"""Run every example's before.py and store what a person would paste of it.

    python tests/knowledge/capture.py --python INTERPRETER [--only CAUSE[/EXAMPLE]] [--fresh]

INTERPRETER is a Python with TensorFlow; its Keras gives the file's name (tracebacks/keras-2.15.txt, keras-3.15.txt).
Each program is written to model.py in an empty folder and run there as `python model.py`: with --fresh in a process of
its own, otherwise in a fork of one process that has imported TensorFlow (the same text, thirty times as fast). Paths
become /home/user/project and /home/user/venv. What is stored is the traceback, or what the program printed of an error
that it caught, or Keras's and TensorFlow's warnings. A program that says nothing has no file.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CAUSES = Path(__file__).resolve().parents[2] / "knowledge" / "causes"
RUNNER = Path(__file__).resolve().with_name("run_example.py")
LINES = 600  # longer texts are no paste
NATIVE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:|[IWEF]\d{4} |WARNING: All log messages|.*(cuda|CUDA|oneDNN|TensorRT))")
CAUGHT = re.compile(r"(?i)^\W*(error|caught|exception|failed)\b")
WARNED = re.compile(r"Warning: |^WARNING:tensorflow")


def main() -> int:
    """Capture what the arguments name; the exit status is 1 when an example did not run at all."""
    arguments = _arguments()
    examples = sorted(path.parent for path in CAUSES.glob("*/examples/*/before.py"))
    chosen = [one for one in examples if _named(one, arguments.only)]
    with tempfile.TemporaryDirectory() as scratch:
        jobs = [{"source": str(one / "before.py"), "folder": f"{scratch}/{index}"} for index, one in enumerate(chosen)]
        command = [arguments.python, str(RUNNER), *(["--fresh"] if arguments.fresh else [])]
        done = subprocess.run(command, input=json.dumps(jobs), stdout=subprocess.PIPE, text=True, check=True)
        answer = json.loads(done.stdout.splitlines()[-1])
        for example, job, result in zip(chosen, jobs, answer["results"], strict=True):
            text = _paste(result["exit"], result["stdout"], result["stderr"])
            _store(example, answer["keras"], _neutral(text, job["folder"], answer["prefixes"]))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--only", default="")
    parser.add_argument("--fresh", action="store_true", help="one new process for each program")
    return parser.parse_args()


def _named(example: Path, only: str) -> bool:
    cause = example.parent.parent.name
    return not only or only in {cause, f"{cause}/{example.name}"}


def _paste(status: int, stdout: str, stderr: str) -> str:
    """What a person would copy from the terminal."""
    lines = [line for line in stderr.splitlines() if not NATIVE.match(line)]
    starts = [number for number, line in enumerate(lines) if line.startswith("Traceback (most recent call last)")]
    if status != 0 and starts:
        return "\n".join(lines[starts[0] :])
    shown = stdout.splitlines()
    caught = [number for number, line in enumerate(shown) if CAUGHT.match(line)]
    if caught:
        return "\n".join(shown[caught[0] :])
    return "\n".join(lines) if any(WARNED.search(line) for line in lines) else ""


def _neutral(text: str, folder: str, prefixes: list[str]) -> str:
    text = text.replace(folder, "/home/user/project")
    for prefix in sorted(prefixes, key=len, reverse=True):
        text = text.replace(prefix, "/home/user/venv")
    text = re.sub(r"(__autograph_generated_file)\w+", r"\1x3k9v2qa", text)
    return re.sub(r"0x[0-9a-f]{6,}", "0x7f0000000000", text).strip()


def _store(example: Path, keras: str, text: str) -> None:
    path = example / "tracebacks" / f"keras-{'.'.join(keras.split('.')[:2])}.txt"
    if not text:
        path.unlink(missing_ok=True)
        print(f"silent   {example.parent.parent.name}/{example.name}")
        return
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(text.splitlines()[:LINES]) + "\n", encoding="utf-8")
    print(f"captured {example.parent.parent.name}/{example.name}: {text.splitlines()[-1][:100]}")


if __name__ == "__main__":
    sys.exit(main())
