"""Errors without a traceback, cut ones, and those that the worker reports."""

from __future__ import annotations

import pytest

from troubleshooter.intake import clean, link_from_worker, parse_traceback, read_paste
from troubleshooter.intake.origin import origin_of

CALLED = """Exception encountered when calling {who}

{message}

{received}:
  • args=('tf.Tensor(shape=(None, 4), dtype=float32)',)
  • kwargs={{'mask': 'None'}}"""
INFER = "We could not automatically infer the shape of the Lambda's output. Please specify `output_shape`."
RECEIVED = "Arguments received by Lambda.call()"
LAMBDA_CALL = CALLED.format(who="Lambda.call().", message=INFER, received=RECEIVED)
USER_CODE = """in user code:

    File "/home/me/train.py", line 7, in scale  *
        return x.dtype

    AttributeError: 'NoneType' object has no attribute 'dtype'
"""


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("AttributeError: 'NoneType' object has no attribute 'dtype'", "AttributeError", "'NoneType' object has no"),
        ("'NoneType' object has no attribute 'dtype'", "AttributeError", "'NoneType' object has no attribute 'dtype'"),
        ("Error: 'NoneType' object has no attribute 'dtype'", "AttributeError", "'NoneType' object has no"),
        ("Training failed: name 'scale' is not defined", "NameError", "name 'scale' is not defined"),
        ("AttributeError(\"'NoneType' object has no attribute 'dtype'\")", "AttributeError", "'NoneType' object"),
        ("Error: AttributeError: 'NoneType' object has no attribute 'shape'", "AttributeError", "'NoneType' object"),
        ("Epoch 1/3\nsomething else\nKeyError: 'a'\nbye", "KeyError", "'a'"),
        ("Shapes (None, 3) and (None, 1) are incompatible", "", "Shapes (None, 3) and (None, 1) are incompatible"),
        ("Error: " + USER_CODE, "AttributeError", "'NoneType' object has no attribute 'dtype'"),
        ("ValueError: " + USER_CODE.replace("AttributeError", "ValueError"), "ValueError", "'NoneType' object has"),
        ("Error: " + LAMBDA_CALL, "NotImplementedError", INFER),
        ("Error: " + " ".join(USER_CODE.split()), "AttributeError", "'NoneType' object has no attribute 'dtype'"),
    ],
)
def test_one_error(text: str, kind: str, message: str) -> None:
    found = read_paste(traceback=text)
    assert found.traceback is not None
    assert (found.traceback.shown.type, found.traceback.whole) == (kind, False)
    assert found.traceback.shown.message.startswith(message)
    assert found.complaint == ""


@pytest.mark.parametrize(
    ("who", "received", "layer", "kind", "keras"),
    [
        ('layer "a_1" (type Lambda).', 'Call arguments received by layer "a_1" (type Lambda)', "a_1", "Lambda", "2"),
        ("layer 'b' (type Own).", "Call arguments received by layer 'b' (type Own)", "b", "Own", "2"),
        ('layer "lambda" (type Lambda).', "Call arguments received", "lambda", "Lambda", "2"),
        ("Scaled.call().", "Arguments received by Scaled.call()", "", "Scaled", "3"),
    ],
)
def test_wrapper(who: str, received: str, layer: str, kind: str, keras: str) -> None:
    text = CALLED.format(who=who, message="\x1b[1mname 'k' is not defined\x1b[0m", received=received)
    found = parse_traceback("NameError: " + text)
    assert found is not None
    link, wrapper = found.shown, found.shown.wrapper
    assert wrapper is not None
    assert (link.type, link.message) == ("NameError", "name 'k' is not defined")
    assert (wrapper.layer, wrapper.kind, found.keras) == (layer, kind, keras)
    assert wrapper.arguments == {
        "args": "('tf.Tensor(shape=(None, 4), dtype=float32)',)",
        "kwargs": "{'mask': 'None'}",
    }


def test_frames_of_user_code_follow_the_outer_ones() -> None:
    text = 'Traceback (most recent call last):\n  File "run.py", line 3, in <module>\n    fit()\nAttributeError: '
    found = parse_traceback(text + USER_CODE)
    assert found is not None
    assert [(frame.file, frame.line, frame.function) for frame in found.shown.frames] == [
        ("run.py", 3, "<module>"),
        ("/home/me/train.py", 7, "scale"),
    ]
    assert found.shown.user_frame is not None
    assert found.shown.user_frame.code == "return x.dtype"


def test_shapes_of_python_itself() -> None:
    text = (
        "Traceback (most recent call last):\n"
        '  File "a.py", line 9, in <module>\n    f(\n    ~^\n        1,\n        ^^\n    )\n    ^\n'
        '  File "a.py", line 2, in f\n    return f(x)\n           ^^^^\n'
        "  [Previous line repeated 996 more times]\n"
        "RecursionError: maximum recursion depth exceeded\nA note that was added\n"
    )
    found = parse_traceback(text)
    assert found is not None
    assert [(frame.line, frame.code) for frame in found.shown.frames] == [(9, "f("), (2, "return f(x)")]
    assert found.shown.message == "maximum recursion depth exceeded\nA note that was added"


def test_syntax_error_without_header() -> None:
    found = parse_traceback("  File \"a.py\", line 3\n    x = (\n        ^\nSyntaxError: '(' was never closed\n")
    assert found is not None
    assert (found.shown.type, found.shown.frames[0].line, found.shown.frames[0].code) == ("SyntaxError", 3, "x = (")


def test_cut_anywhere_says_so() -> None:
    head = 'Traceback (most recent call last):\n  File "a.py", line 9, in <module>\n    f(1)\n'
    no_end, no_start = parse_traceback(head), parse_traceback(head.split("\n", 1)[1] + "ValueError: x")
    assert no_end is not None and no_start is not None
    assert (no_end.whole, no_end.shown.type, no_end.shown.frames[0].line) == (False, "", 9)
    assert (no_start.whole, no_start.shown.type) == (False, "ValueError")


def test_chain_and_others() -> None:
    one = 'Traceback (most recent call last):\n  File "a.py", line {}, in <module>\n    f()\n{}: m\n'
    cause = "\nThe above exception was the direct cause of the following exception:\n\n"
    context = "\nDuring handling of the above exception, another exception occurred:\n\n"
    text = one.format(1, "OSError") + "carry on\n" + one.format(2, "KeyError") + cause
    found = parse_traceback(text + one.format(3, "TypeError") + context + one.format(4, "ValueError"))
    assert found is not None
    assert [(link.type, link.relation) for link in found.chain] == [
        ("KeyError", "cause"),
        ("TypeError", "context"),
        ("ValueError", ""),
    ]
    assert [other.shown.type for other in found.others] == ["OSError"]


def test_words_are_a_complaint() -> None:
    found = read_paste(traceback="My loss does not go down, why is that?")
    assert found.traceback is None
    assert found.complaint == "My loss does not go down, why is that?"


def test_worker_link() -> None:
    link = link_from_worker(
        {
            "type": "NotImplementedError",
            "module": "builtins",
            "message": CALLED.format(who="Lambda.call().", message=f"\x1b[1m{INFER}\x1b[0m", received=RECEIVED),
            "relation": "hidden",
            "frames": [{"file": "model.py", "line": 3, "function": "<module>", "code": "  y = f(x)"}, "nonsense"],
        }
    )
    assert (link.type, link.message, link.relation) == ("NotImplementedError", INFER, "hidden")
    assert link.wrapper is not None and link.wrapper.kind == "Lambda"
    assert link.user_frame is not None and link.user_frame.code == "y = f(x)"
    assert link_from_worker({"type": 3, "frames": [{"line": "x"}]}).frames[0].line == 0


@pytest.mark.parametrize(
    ("file", "origin"),
    [
        ("/home/u/venv/lib/python3.11/site-packages/keras/src/layers/layer.py", "keras"),
        ("/usr/lib/python3/dist-packages/tf_keras/src/engine/training.py", "keras"),
        (r"C:\Users\u\anaconda3\envs\tf\lib\site-packages\keras\engine\training.py", "keras"),
        ("/usr/lib/python3.8/site-packages/tensorflow/python/keras/engine/training.py", "keras"),
        ("/usr/lib/python3.8/site-packages/tensorflow/python/ops/math_ops.py", "tensorflow"),
        ("/tmp/__autograph_generated_file1x2.py", "tensorflow"),
        ("/usr/lib/python3.11/contextlib.py", "python"),
        (r"C:\Python311\Lib\threading.py", "python"),
        ("<frozen importlib._bootstrap>", "python"),
        ("/usr/lib/python3.11/site-packages/numpy/core/numeric.py", "library"),
        ("/home/u/keras/model.py", "user"),
        ("/home/u/lib/layers.py", "user"),
        ("<ipython-input-3-abc>", "user"),
        ("/tmp/ipykernel_12/345.py", "user"),
        ("Cell In[3]", "user"),
        ("model.py", "user"),
    ],
)
def test_origin(file: str, origin: str) -> None:
    assert origin_of(file) == origin


def test_clean_leaves_no_control_character() -> None:
    dirty = "a\x1b[31mb\x1b]0;title\x07c\x9b1md\x00\u202ee\u200bf\r\ng\rh\u00a0i\ud800"
    assert clean(dirty) == "abcdef\ng\nh i\ufffd"
