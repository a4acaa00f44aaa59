"""The whole way (marker tf): programs that fail as people's programs do, what they really print, and what triage says.

Nothing that a program prints is stored here: each is run by the interpreter under test, and its own words are pasted.
"""

from __future__ import annotations

import ast
import itertools
import re
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from live_triage import PYTHON, Answered, keras_line, run_many, run_plainly, source, triage

pytestmark = pytest.mark.tf

JSON = ("--yes", "--format", "json")
HEADLINE = "'NoneType' object has no attribute 'dtype'"
SYMBOLIC = re.compile(r"symbolic `?tf\.Tensor`? as a Python `?bool", re.IGNORECASE)
MASK = "could not automatically infer the shape"
THREE = ("none_branch", "nothing_to_train", "both_branches")
ROUTES = {
    "route_prediction": ("function-never-returns", "Lambda(as_percent"),
    "route_layer_input": ("function-never-returns", "Lambda(clip_outliers"),
    "route_inside": ("helper-never-returns", "Lambda(halved"),
    "route_gradient": ("operation-without-gradient", "Lambda(lambda values"),
}
# Keras 3 meets the None of a Functional model while it builds, and hides the error; its routes are those it shows.
MASKED_ON_3 = {"route_prediction", "route_inside"}
ANSWERS = ("--answer", "condition-scope=row", "--answer", "other-branch=zeros")


class Desk:
    """Runs each program once, and each triage once; two at a time, as far as can be foreseen."""

    def __init__(self, folder: Path, foreseen: Iterable[str]) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._pool = ThreadPoolExecutor(2)
        self.line = keras_line(folder)
        self._runs: dict[str, Future[tuple[int, str]]] = {}
        self._answers: dict[tuple[str, ...], Future[Answered]] = {}
        for name in foreseen:  # the programs first: each triage waits for what its program prints
            self._runs[name] = self._pool.submit(run_plainly, source(name), self.new())
        for name in self._runs:
            self._answers[name, *JSON] = self._pool.submit(self._triage, name, *JSON)

    def new(self) -> Path:
        """An empty folder."""
        return self._folder / str(next(self._numbers))

    def printed(self, name: str) -> tuple[int, str]:
        """Exit status and output of one of the programs."""
        if name not in self._runs:
            self._runs[name] = self._pool.submit(run_plainly, source(name), self.new())
        return self._runs[name].result()

    def triage(self, name: str, *arguments: str) -> Answered:
        """What triage says of a program and of what it prints."""
        key = (name, *(arguments or JSON))
        if key not in self._answers:
            self.printed(name)
            self._answers[key] = self._pool.submit(self._triage, *key)
        return self._answers[key].result()

    def _triage(self, name: str, *arguments: str) -> Answered:
        return triage(self.new(), source(name), self.printed(name)[1], *arguments)


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    many = sum(item.path == request.path for item in request.session.items) > 10
    made = Desk(tmp_path_factory.mktemp("programs"), [*THREE, *ROUTES] if many else [])
    if not made.line:
        pytest.skip("no Keras in this interpreter")
    return made


def line_of(name: str, text: str) -> int:
    """The line of a program that holds `text`, and no other does."""
    (found,) = [number for number, line in enumerate(source(name).splitlines(), 1) if text in line]
    return found


def required(repair: dict) -> list[dict]:
    return [check for check in repair["checks"] if check["kind"] != "informative"]


def function(program: str, name: str) -> str:
    """One function's code."""
    (found,) = [node for node in ast.parse(program).body if isinstance(node, ast.FunctionDef) and node.name == name]
    return ast.unparse(found)


# --- a branch that gives None under an `if` on a tensor


def test_the_if_raises_before_the_branch_without_a_value_is_reached(desk: Desk) -> None:
    status, printed = desk.printed("none_branch")
    assert status != 0
    assert (MASK if desk.line == "3" else "symbolic") in printed
    answer = desk.triage("none_branch")
    first = answer.document["diagnoses"][0]
    assert (answer.status, answer.document["status"]) == (0, "diagnosed")
    assert (first["cause"], first["basis"], first["reproduced"]) == ("python-truth-of-tensor", "observed", "same")
    assert first["where"]["line"] == line_of("none_branch", "if tf.reduce_sum")
    assert str(line_of("none_branch", "keras.layers.Lambda(")) in first["target"]
    assert "branch-returns-none" not in answer.causes


def test_the_error_that_keras_3_hid_is_told(desk: Desk) -> None:
    hidden = desk.triage("none_branch").document["diagnoses"][0]["hidden_error"]
    if desk.line == "2":
        assert hidden is None  # Keras 2 shows it
        return
    assert not SYMBOLIC.search(desk.printed("none_branch")[1])
    assert hidden["type"].endswith("OperatorNotAllowedInGraphError")
    assert SYMBOLIC.search(hidden["message"])


def test_without_answers_the_question_is_what_the_condition_means(desk: Desk) -> None:
    wish = desk.triage("none_branch").document["next"]
    assert (wish["kind"], wish["fact"]) == ("question", "condition-scope")
    assert [choice["value"] for choice in wish["choices"]] == ["batch", "row", "element"]


def meant(scope: str, other: str, rows: np.ndarray) -> np.ndarray:
    """What the program's author means by an answer: the test's own reading of the two questions."""
    judged = {"batch": rows.sum(), "row": rows.sum(axis=1, keepdims=True), "element": rows}[scope]
    return np.where(judged > 0, rows * 3.0, rows if other == "unchanged" else np.zeros_like(rows))


def test_a_verified_snippet_for_every_answer_gives_what_the_answer_means(desk: Desk) -> None:
    """Each snippet, run as a plain program, gives the numbers of one pair of answers, and each pair has its snippet."""
    repairs = desk.triage("none_branch").repairs
    assert [repair["verified"] for repair in repairs] == [True] * 6
    ask = "\nprint('GIVES', [keep_positive(tf.constant(rows)).numpy().tolist() for rows in (batch, -batch)])\n"
    programs = {f"way-{number}": repair["source"] + ask for number, repair in enumerate(repairs)}
    folder = desk.new()
    folder.mkdir()
    outputs = run_many(programs, folder)
    for status, text in outputs.values():
        assert status == 0, text
        assert "Traceback" not in text and not SYMBOLIC.search(text)
    given = [ast.literal_eval(text.split("GIVES", 1)[1].splitlines()[0].strip()) for _, text in outputs.values()]
    batch = np.arange(10, dtype="float32").reshape(2, 5) - 4.0
    pairs = list(itertools.product(("batch", "row", "element"), ("unchanged", "zeros")))
    wanted = [[meant(*pair, rows).tolist() for rows in (batch, -batch)] for pair in pairs]
    assert sorted(given) == sorted(wanted)
    assert given[0] == wanted[0]  # what is put first is the code as it is written


def test_what_changes_in_meaning_is_said_of_every_snippet(desk: Desk) -> None:
    for repair in desk.triage("none_branch").repairs:
        assert repair["safety"] == "unsafe"
        per_batch = "readings)" in function(repair["source"], "keep_positive").split(">")[0]
        by_answer = any(check["kind"] == "by-answer" for check in repair["checks"])
        assert by_answer or per_batch  # decided once for the batch the outputs stay, and must


def test_the_text_tells_the_snippets_apart_by_the_answers_they_stand_for(desk: Desk) -> None:
    text = desk.triage("none_branch", "--yes").text
    blocks = re.split(r"^(?=The corrected program:|Another way:)", text, flags=re.MULTILINE)[1:]
    heads = [block.split("----- source -----")[0] for block in blocks]
    assert len(heads) == 6
    for head in heads:
        assert "It changes the meaning" in head or "I assumed: condition-scope" in head or "other-branch" in head, head
    assert len(set(heads)) == 6, "two snippets are told in the same words"


def test_with_answers_the_repair_is_verified_and_runs_as_a_plain_program(desk: Desk) -> None:
    answer = desk.triage("none_branch", *JSON, *ANSWERS)
    repair = answer.document["repair"]
    assert repair["verified"] is True
    assert all(check["outcome"] == "passed" for check in required(repair))
    assert any(check["kind"] == "by-answer" for check in repair["checks"])
    assert function(repair["source"], "keep_positive") != function(source("none_branch"), "keep_positive")
    status, printed = run_plainly(repair["source"], desk.new())
    assert status == 0, printed
    assert not SYMBOLIC.search(printed) and MASK not in printed
    assert "Error" not in printed and "step done" in printed


def test_the_case_goes_on_to_what_the_repaired_program_meets(desk: Desk) -> None:
    answer = desk.triage("none_branch", *JSON, *ANSWERS)
    assert answer.causes == ["python-truth-of-tensor", "no-trainable-weights"]
    second = answer.document["diagnoses"][1]
    assert second["where"]["line"] == line_of("none_branch", "adam.apply_gradients(")
    weights = {(fact["fact"], fact["value"]) for fact in answer.standing("no-trainable-weights")["evidence"]}
    assert ("trainable-weights", "none") in weights
    assert ("empty-gradients", "yes") in weights
    told = desk.triage("none_branch", "--yes", *ANSWERS).text
    assert "There is nothing to train" in told or "meets the next failure" in told
    assert answer.document["repair"]["recipes"] == ["tensor-truth", "guard-empty-update"]


# --- an augmented assignment that people suspect, in a model without weights


@pytest.mark.parametrize("complaint", ["", "the gradients are None because of the in-place operation"])
def test_the_augmented_assignment_is_cleared_and_the_empty_model_is_named(desk: Desk, complaint: str) -> None:
    status, printed = desk.printed("nothing_to_train")
    assert status == 0
    assert ("not enough values to unpack" in printed) is (desk.line == "3")  # Keras 2 says nothing
    answer = desk.triage("nothing_to_train", *JSON, *(["--complaint", complaint] if complaint else []))
    assert (answer.status, answer.causes) == (0, ["no-trainable-weights"])
    assert answer.document["diagnoses"][0]["basis"] == "observed"
    belief = answer.standing("in-place-operator")
    assert belief["state"] == "ruled-out"
    assert ("changes-its-input", "no", "probe:function") in {
        (fact["fact"], fact["value"], fact["settled_by"]) for fact in belief["evidence"]
    }
    repair = answer.document["repair"]
    assert repair["verified"] is True
    assert function(repair["source"], "doubled") == function(source("nothing_to_train"), "doubled")


def test_the_guarded_program_runs_without_the_error(desk: Desk) -> None:
    repair = desk.triage("nothing_to_train").document["repair"]
    status, printed = run_plainly(repair["source"], desk.new())
    assert status == 0 and "Error" not in printed, printed


# --- the program that forums call correct: two Lambdas, both branches return


def test_the_correct_program_fails_too_in_its_first_lambda(desk: Desk) -> None:
    assert desk.printed("both_branches")[0] != 0
    answer = desk.triage("both_branches")
    first = answer.document["diagnoses"][0]
    assert (first["cause"], first["basis"]) == ("python-truth-of-tensor", "observed")
    assert first["target"] == f"the Lambda at line {line_of('both_branches', 'Lambda(gate')} (gate)"
    assert first["where"]["line"] == line_of("both_branches", "if tf.reduce_mean")
    assert bool(first["hidden_error"]) is (desk.line == "3")


def test_the_first_lambda_alone_is_repaired_and_the_program_runs(desk: Desk) -> None:
    answer = desk.triage("both_branches")
    program = source("both_branches")
    assert len(answer.repairs) == 3
    for repair in answer.repairs:
        assert repair["verified"] is True
        assert function(repair["source"], "gate") != function(program, "gate")
        assert function(repair["source"], "scale") == function(program, "scale")
    status, printed = run_plainly(answer.document["repair"]["source"], desk.new())
    assert status == 0, printed
    assert "trained" in printed


# --- the headline error, by its routes


@pytest.mark.parametrize("name", ROUTES)
def test_each_route_of_the_headline_error_ends_in_its_own_cause(desk: Desk, name: str) -> None:
    status, printed = desk.printed(name)
    assert status != 0
    masked = desk.line == "3" and name in MASKED_ON_3
    assert (HEADLINE in printed) is not masked
    cause, layer = ROUTES[name]
    answer = desk.triage(name)
    assert (answer.status, answer.causes) == (0, [cause])
    diagnosis = answer.document["diagnoses"][0]
    assert (diagnosis["basis"], diagnosis["reproduced"]) == ("observed", "same")
    assert diagnosis["target"].startswith(f"the Lambda at line {line_of(name, layer)}")
    assert bool(diagnosis["hidden_error"]) is masked
    assert answer.document["repair"]["verified"] is True


def test_the_routes_are_those_meant(desk: Desk) -> None:
    """The last frames are the ones that tell the routes apart."""
    assert "inputs=None" in desk.printed("route_layer_input")[1]
    own = desk.printed("route_gradient")[1].strip().splitlines()
    assert own[-1] == f"AttributeError: {HEADLINE}"
    assert not any("site-packages" in line for line in own if line.lstrip().startswith("File "))
    if desk.line == "2":
        frames = [line for line in desk.printed("route_prediction")[1].splitlines() if 'File "' in line]
        assert "compile_utils.py" in frames[-1]
        assert "centred.dtype" in desk.printed("route_inside")[1]


@pytest.mark.parametrize("name", ROUTES)
def test_each_route_is_told_by_reading_alone(desk: Desk, name: str) -> None:
    """Nothing is run: source and text are enough for the cause, and nothing is called observed."""
    answer = desk.triage(name, "--no-probe", "--format", "json")
    assert answer.causes == [ROUTES[name][0]]
    assert answer.document["diagnoses"][0]["basis"] == "read"
    assert not any(repair["verified"] for repair in answer.repairs)


# --- what is not ours to repair

HEALTHY = """\
import numpy as np
import tensorflow as tf

series = tf.keras.Input((6, 2))
summed = tf.keras.layers.Lambda(lambda steps: tf.reduce_sum(steps, axis=1))(series)
model = tf.keras.Model(series, tf.keras.layers.Dense(1)(summed))
model.compile("adam", "mse")
model.fit(np.ones((8, 6, 2), "float32"), np.ones((8, 1), "float32"), verbose=0)
"""
PANDAS = """\
Traceback (most recent call last):
  File "/home/ana/venv/lib/python3.11/site-packages/pandas/core/indexes/base.py", line 3805, in get_loc
    return self._engine.get_loc(casted_key)
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "pandas/_libs/index.pyx", line 167, in pandas._libs.index.IndexEngine.get_loc
KeyError: 'price'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/ana/report.py", line 9, in <module>
    total = sales["price"].sum()
            ~~~~~^^^^^^^^^
  File "/home/ana/venv/lib/python3.11/site-packages/pandas/core/frame.py", line 4102, in __getitem__
    indexer = self.columns.get_loc(key)
              ^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/home/ana/venv/lib/python3.11/site-packages/pandas/core/indexes/base.py", line 3812, in get_loc
    raise KeyError(key) from err
KeyError: 'price'
"""
TORCH = """\
Traceback (most recent call last):
  File "/home/ana/train.py", line 21, in <module>
    loss.backward()
  File "/home/ana/venv/lib/python3.11/site-packages/torch/_tensor.py", line 581, in backward
    torch.autograd.backward(
  File "/home/ana/venv/lib/python3.11/site-packages/torch/autograd/__init__.py", line 347, in backward
    _engine_run_backward(
  File "/home/ana/venv/lib/python3.11/site-packages/torch/autograd/graph.py", line 825, in _engine_run_backward
    return Variable._execution_engine.run_backward(  # Calls into the C++ engine to run the backward pass
RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
"""
SALES = "import pandas as pd\n\nsales = pd.read_csv('sales.csv')\ntotal = sales['price'].sum()\nprint(total)\n"
NET = """\
import torch

net = torch.nn.Sequential(torch.nn.Linear(4, 2), torch.nn.ReLU())
with torch.no_grad():
    loss = net(torch.ones(3, 4)).mean()
loss.backward()
"""


def test_a_correct_lambda_is_healthy(desk: Desk) -> None:
    answer = triage(desk.new(), HEALTHY, "", *JSON)
    assert (answer.status, answer.document["status"]) == (0, "healthy")
    assert answer.document["repair"] is None
    assert answer.document["diagnoses"] == answer.document["alternatives"] == []
    assert answer.document["seconds"]["probes"] > 0  # it was run, not believed


@pytest.mark.parametrize(
    ("program", "printed"),
    [("", PANDAS), (SALES, PANDAS), ("", TORCH), (NET, TORCH)],
    ids=["pandas", "pandas-with-source", "torch", "torch-with-source"],
)
def test_what_is_about_another_library_is_out_of_scope(desk: Desk, program: str, printed: str) -> None:
    answer = triage(desk.new(), program, printed, *JSON)
    assert (answer.status, answer.document["status"]) == (1, "out-of-scope")
    assert answer.document["repair"] is None
    assert answer.document["diagnoses"] == answer.document["causes"] == answer.document["alternatives"] == []
    assert answer.document["seconds"]["probes"] == 0  # none of our business: not run either


# --- no TensorFlow


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interpreter without any package."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")


@pytest.mark.parametrize("name", ["none_branch", "both_branches", "route_inside"])
def test_without_tensorflow_the_diagnosis_is_read(desk: Desk, bare: str, name: str) -> None:
    answer = triage(desk.new(), source(name), desk.printed(name)[1], *JSON, python=bare)
    assert answer.status == 0
    assert answer.causes[0] == desk.triage(name).causes[0]  # the same as with it
    assert {item["basis"] for item in answer.document["diagnoses"]} == {"read"}
    assert {item["reproduced"] for item in answer.document["diagnoses"]} == {"not-run"}
    assert answer.document["environment"]["tensorflow"] == ""
    assert not any(repair["verified"] for repair in answer.repairs)


def test_without_tensorflow_it_says_what_it_could_not_prove(desk: Desk, bare: str) -> None:
    text = triage(desk.new(), source("none_branch"), desk.printed("none_branch")[1], "--yes", python=bare).text
    assert "read, not run" in text
    assert "no working TensorFlow" in text
    assert "not verified" in text
    assert "observed on" not in text and "verified by running" not in text


def test_the_interpreter_under_test_is_the_one_asked(desk: Desk) -> None:
    """A guard: the same numbers from the wrong interpreter would prove nothing."""
    version = desk.triage("none_branch").document["environment"]["keras"]
    assert version.startswith(f"{desk.line}.")
    code = "import importlib.metadata as m; print(m.version('keras'))"
    asked = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == version
