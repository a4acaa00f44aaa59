"""Run inside one interpreter: print, as JSON, how each tool there renders the failure of each program, and the truth.

    python render.py PROJECT PROGRAM...  ->  {program: {"truth": [link, ...], "texts": {tool: text}}}

The truth is taken from the exception itself, before any tool has printed it: for each exception of the chain, first to
last, its type, text, how the next came about, and its frames as [file, line, function, source line], equal ones once.
Python 3.8 or later; of the tools those are used that the interpreter has.
"""

import contextlib
import io
import json
import linecache
import logging
import os
import runpy
import subprocess
import sys
import traceback
from pathlib import Path

TAIL = "\n\nmain()\n"
WIDTH = 100


class Program:
    """A copy of one program in the project's folder, under the name that people see."""

    def __init__(self, path, project):
        self.name = path.stem
        self.text = path.read_text(encoding="utf-8")
        self.folder = project / path.stem
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = self.write("model.py", self.text)
        self.heavy = self.name.startswith("keras")

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def ending(self, tail):
        """The program with another last line; all lines above keep their numbers."""
        assert self.text.endswith(TAIL)
        return self.text[: -len(TAIL)] + "\n\n" + tail


def fresh():
    """Layer names count from the start again, as in a process of its own."""
    keras = sys.modules.get("keras")
    if keras is not None:
        keras.backend.clear_session()


def caught(program):
    """The failure of the program, without the frames of this file."""
    fresh()
    sys.argv = ["model.py"]
    try:
        runpy.run_path(str(program.path), run_name="__main__")
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the failure
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != str(program.path):
            trace = trace.tb_next
        return type(error), error.with_traceback(trace), trace
    raise SystemExit("%s does not fail" % program.name)


# --- the truth ------------------------------------------------------------------------------------------------------


def truth(error):
    links = []
    relation = ""
    while error is not None:
        links.append(link(error, relation))
        if error.__cause__ is not None:
            error, relation = error.__cause__, "cause"
        elif error.__suppress_context__:
            error = None
        else:
            error, relation = error.__context__, "context"
    return links[::-1]


def link(error, relation):
    every = [[f.filename, f.lineno, f.name, f.line or ""] for f in traceback.extract_tb(error.__traceback__)]
    frames = [frame for index, frame in enumerate(every) if index == 0 or frame != every[index - 1]]
    text = str(error)
    if isinstance(error, SyntaxError):
        frames.append([error.filename, error.lineno, "", (error.text or "").strip()])
        text = error.msg
    text = "\n".join([text, *getattr(error, "__notes__", ())])
    return {"type": type(error).__name__, "text": text, "relation": relation, "frames": frames, "parts": parts(error)}


def parts(error):
    return [truth(one) for one in getattr(error, "exceptions", ())]


# --- the tools ------------------------------------------------------------------------------------------------------


def run(program, *command, **options):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **options.pop("variables", {})}
    done = subprocess.run(
        command, cwd=str(program.folder), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        check=False, **options,
    )  # fmt: skip
    return done.stdout.decode("utf-8")


def cpython(program):
    if program.heavy:
        out = io.StringIO()
        with contextlib.redirect_stderr(out):
            sys.__excepthook__(*caught(program))
        yield "cpython", out.getvalue()
        return
    yield "cpython", run(program, sys.executable, str(program.path))
    # Where Python can colour, it does so when asked to.
    if sys.version_info >= (3, 13):
        yield "cpython-colour", run(program, sys.executable, str(program.path), variables={"FORCE_COLOR": "1"})
    if program.name in {"plain_call", "plain_cause", "plain_lines"}:
        yield "cpython-stdin", run(program, sys.executable, "-", input=program.text.encode())


def printed(program):
    _, error, _ = caught(program)
    yield "printed-error", "Error: %s\n" % (error,)
    yield "printed-repr", "%r\n" % (error,)
    yield "printed-last-line", "".join(traceback.format_exception_only(type(error), error))


def logged(program):
    failure = caught(program)
    formats = {
        "logging": logging.BASIC_FORMAT,
        "logging-dated": "%(asctime)s %(levelname)-8s [%(name)s] %(message)s",
        "logging-json": None,
    }
    for name, form in formats.items():
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(logging.Formatter(form) if form else OneLine())
        logger = logging.Logger("train")
        logger.addHandler(handler)
        logger.error("the run failed", exc_info=failure)
        yield name, out.getvalue()


class OneLine(logging.Formatter):
    """One JSON object for a record, as collectors of logs want it."""

    def format(self, record):
        text = self.formatException(record.exc_info)
        return json.dumps({"level": record.levelname, "message": record.getMessage(), "exc_info": text})


def ipython(program):
    from IPython.core.interactiveshell import InteractiveShell

    sys.modules["IPython.core.history"].HistoryManager.enabled = False
    shell = InteractiveShell.instance()
    shell.autoindent = False
    for name, colours in (("ipython", "NoColor"), ("ipython-colour", "Linux")):
        fresh()
        colour(shell, colours)
        shell.execution_count = 3
        yield name, shown(lambda: shell.run_cell(program.text, store_history=True))
    colour(shell, "NoColor")
    fresh()
    yield "ipython-run", shown(lambda: shell.run_line_magic("run", str(program.path)))


def colour(shell, name):
    if shell.has_trait("colors"):
        newer = {"NoColor": "nocolor", "Linux": "linux"}
        shell.colors = newer[name] if sys.modules["IPython"].version_info[0] >= 9 else name
    shell.run_line_magic("colors", name)


def shown(action):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        action()
    return out.getvalue()


def notebooks(programs):
    """One notebook with every program a cell, run by nbclient, exported by nbconvert."""
    import nbformat
    from nbclient import NotebookClient
    from nbconvert import MarkdownExporter

    clear = "import sys\n'keras' in sys.modules and sys.modules['keras'].backend.clear_session()"
    cells = [nbformat.v4.new_code_cell(text) for one in programs for text in (clear, one.text)]
    book = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(book, timeout=600, kernel_name="python3", allow_errors=True).execute(cwd=str(programs[0].folder))
    for program, cell in zip(programs, book.cells[1::2]):
        output = next((one for one in cell.outputs if one.output_type == "error"), None)
        if output is None:
            sys.stderr.write("no error output of %s: %s\n" % (program.name, cell.outputs))
            continue
        yield program, "nbclient", "\n".join(output.traceback) + "\n"
        alone = nbformat.v4.new_notebook(cells=[cell])
        yield program, "nbconvert", MarkdownExporter().from_notebook_node(alone)[0]
        if program.name in {"plain_cause", "keras_matmul"}:
            yield program, "notebook-file", nbformat.writes(alone)


def rich(program):
    from rich.console import Console
    from rich.traceback import Traceback

    failure = caught(program)
    looks = {"rich": {}, "rich-locals": {"show_locals": True}, "rich-colour": {}}
    for name, options in looks.items():
        out = io.StringIO()
        console = Console(file=out, width=WIDTH, force_terminal=name == "rich-colour", legacy_windows=False)
        if name == "rich-colour":
            console = Console(file=out, width=80, force_terminal=True, color_system="truecolor", legacy_windows=False)
        console.print(Traceback.from_exception(*failure, **options))
        yield name, out.getvalue()


def pytest(program):
    import pytest as tool

    path = program.write("test_%s.py" % program.name, program.ending("def test_main():\n    main()\n"))
    for style in ("auto", "long", "short", "native", "line"):
        if program.heavy:
            fresh()
            sys.modules.pop(path.stem, None)
            text = shown(
                lambda style=style: tool.main(["--tb=" + style, "-p", "no:cacheprovider", "--color=no", str(path)])
            )
        else:
            options = ["--color=yes" if style == "auto" else "--color=no", "-p", "no:cacheprovider"]
            text = run(program, sys.executable, "-m", "pytest", "--tb=" + style, *options, path.name)
        yield "pytest-" + style, text


def loguru(program):
    from loguru import logger

    tail = 'from loguru import logger\n\nwith logger.catch(message="the run failed"):\n    main()\n'
    if not program.heavy:
        path = program.write("model.py", program.ending(tail))
        yield "loguru", run(program, sys.executable, str(path))
        program.write("model.py", program.text)
    failure = caught(program)
    for name, diagnose in (("loguru-diagnosed", True), ("loguru-plain", False)):
        out = io.StringIO()
        logger.remove()
        logger.add(out, diagnose=diagnose, backtrace=False, colorize=name == "loguru-diagnosed")
        logger.opt(exception=failure).error("the run failed")
        yield name, out.getvalue()


def tools():
    found = [cpython, printed, logged]
    for tool, module in ((ipython, "IPython"), (rich, "rich"), (pytest, "pytest"), (loguru, "loguru")):
        with contextlib.suppress(ImportError):
            __import__(module)
            found.append(tool)
    return found


def main():
    project = Path(sys.argv[1])
    programs = [Program(Path(name), project) for name in sys.argv[2:]]
    result = {}
    for program in programs:
        linecache.clearcache()
        _, error, _ = caught(program)
        result[program.name] = {"truth": truth(error), "texts": {}}
        for tool in tools():
            result[program.name]["texts"].update(tool(program))
    with contextlib.suppress(ImportError):
        for program, name, text in notebooks(programs):
            result[program.name]["texts"][name] = text
    sys.__stdout__.write(json.dumps(result))


if __name__ == "__main__":
    main()
