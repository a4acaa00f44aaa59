"""What a layer is called on and what its function gives back: by reading, by an error's text, by a run."""

from __future__ import annotations

import pytest

from troubleshooter.catalog import load
from troubleshooter.facts.kinds import joined_kind, told_input_dtype
from troubleshooter.facts.result_kind import seen_result_kind
from troubleshooter.facts.source import observe_source
from troubleshooter.facts.told import observe_told
from troubleshooter.facts.traceback import observe_traceback
from troubleshooter.intake import read_paste
from troubleshooter.model import ErrorLink, Frame, Snippet, TargetKind, Traceback, Wrapper
from troubleshooter.slice import find_targets

PRE = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"


def fact(source: str, name: str) -> str:
    snippet = Snippet(PRE + source)
    targets = find_targets(snippet)
    first = next(target.subject for target in targets if target.kind in {TargetKind.LAMBDA, TargetKind.CALL})
    facts = observe_source(snippet, targets)
    return next((one.value for one in facts if one.name == name and one.subject == first), "unknown")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("i = keras.Input((4,), dtype='int32')\no = layers.Lambda(lambda x: x * 2)(i)", "integer"),
        ("i = keras.Input(shape=(4,), dtype=tf.uint8)\nl = layers.Lambda(lambda x: x)\no = l(i)", "integer"),
        ("i = layers.Input((1,), dtype=tf.string)\no = layers.Lambda(tf.strings.length)(i)", "string"),
        ("i = keras.Input((4,), dtype='bool')\no = layers.Lambda(lambda x: x)(i)", "bool"),
        ("i = keras.Input((4,))\no = layers.Lambda(lambda x: x)(i)", "float"),
        (
            "i = keras.Input((4,), dtype='int32')\nh = layers.Embedding(5, 2)(i)\no = layers.Lambda(lambda x: x)(h)",
            "float",
        ),
        (
            "a = keras.Input((4,))\nb = keras.Input((4,), dtype='int64')\no = layers.Lambda(lambda t: t[0])([a, b])",
            "mixed",
        ),
        ("o = layers.Lambda(lambda x: x)(unknown)", "unknown"),
        ("m = keras.Sequential([layers.Lambda(lambda x: x)])", "unknown"),
        ("i = keras.Input((4,), dtype=CONFIG)\no = layers.Lambda(lambda x: x)(i)", "unknown"),
    ],
)
def test_input_dtype_by_reading(source: str, value: str) -> None:
    assert fact(source, "input-dtype") == value


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ({"inputs": "tf.Tensor(shape=(None, 4), dtype=int32)", "mask": "None"}, "integer"),
        ({"inputs": "['tf.Tensor(shape=(None, 4), dtype=float32)', 'tf.Tensor(shape=(None,), dtype=int64)']"}, "mixed"),
        ({"args": "('<KerasTensor shape=(None, 2), dtype=string, sparse=False>',)", "kwargs": "{}"}, "string"),
        ({"x": "tf.Tensor(shape=(2, 4), dtype=float16)", "training": "None"}, "float"),
        ({"image": "tf.Tensor(shape=(2, 4), dtype=uint8)"}, "integer"),
        ({"inputs": "None"}, ""),
        ({"inputs": "tf.Tensor(shape=(2,), dtype=resource)"}, ""),
        ({}, ""),
    ],
)
def test_input_dtype_by_call_arguments(arguments: dict[str, str], value: str) -> None:
    link = ErrorLink("TypeError", "x", wrapper=Wrapper("lambda", "Lambda", arguments))
    assert [one.value for one in told_input_dtype((link,), "f", "traceback")] == ([value] if value else [])


def test_dtypes_join_to_one_kind_or_mixed() -> None:
    assert joined_kind(["float32", "bfloat16"]) == "float"
    assert joined_kind(["int32", "bool"]) == "mixed"
    assert joined_kind(["int32", ""]) == ""
    assert joined_kind([]) == ""


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("x * 2,", "one-tuple"),
        ("(x, x * 2)", "tuple"),
        ("[x, x * 2]", "list"),
        ("[x]", "one-tuple"),
        ("(x, None)", "unknown"),
        ("[t * 2 for t in x]", "list"),
        ("{'a': x}", "dict"),
        ("'done'", "string"),
        ("f'{x}'", "string"),
        ("0.5", "number"),
        ("-1", "number"),
        ("tf.nn.relu", "function"),
        ("np.tanh", "function"),
        ("lambda y: y", "function"),
        ("layers.Dense(1)", "layer"),
        ("x * 2.0", "tensor"),
        ("tf.nn.relu(x)", "tensor"),
        ("x.shape", "unknown"),
        ("np.pi", "unknown"),
        ("helper(x)", "unknown"),
        ("(*x,)", "unknown"),
    ],
)
def test_result_kind_by_reading(body: str, value: str) -> None:
    source = f"def f(x):\n    return {body}\no = layers.Lambda(f)(keras.Input((4,)))"
    assert fact(source, "result-kind") == value


def test_result_kind_of_different_ways_out_is_unknown() -> None:
    source = "def f(x):\n    if FLAG:\n        return x, x\n    return x\no = layers.Lambda(f)(keras.Input((4,)))"
    assert fact(source, "result-kind") == "unknown"


@pytest.mark.parametrize(
    ("results", "value"),
    [
        ([{"result": "tensor"}], "tensor"),
        ([{"result": "structure", "type": "tuple", "items": ["tensor"]}], "one-tuple"),
        ([{"result": "structure", "type": "tuple", "items": ["tensor", "tensor"]}], "tuple"),
        ([{"result": "structure", "type": "dict", "items": ["tensor"]}], "dict"),
        ([{"result": "other", "type": "str"}], "string"),
        ([{"result": "other", "type": "float"}], "number"),
        ([{"result": "other", "type": "Dense", "callable": True, "layer": True}], "layer"),
        ([{"result": "other", "type": "function", "callable": True, "layer": False}], "function"),
        ([{"result": "other", "type": "ndarray", "dtype": "float32"}], "array"),
        ([{"result": "tensor"}, {"result": "other", "type": "int"}], ""),
        ([{"result": "raises"}], ""),
        ([], ""),
    ],
)
def test_result_kind_by_a_run(results: list[dict[str, object]], value: str) -> None:
    entry = {"eager": {f"kind/{number}": one for number, one in enumerate(results)}}
    assert seen_result_kind(entry) == value


def told(message: str, kind: str = "TypeError") -> str:
    facts = observe_told(Traceback((ErrorLink(kind, message),)), "f", load().facts.values())
    return next((one.value for one in facts if one.name == "told"), "unknown")


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("Value passed to parameter 'indices' has DataType float32 not in list of allowed values: int16, int32, int64",
         "float-for-integer"),
        ("Value for attr 'Tindices' of float is not in the list of allowed values: int16, int32, int64\n\t; NodeDef",
         "float-for-integer"),
        ("Input 'condition' of 'SelectV2' Op has type float32 that does not match expected type of bool.",
         "float-for-integer"),
        ("Value passed to parameter 'x' has DataType int32 not in list of allowed values: bfloat16, half, float32",
         "integer-for-float"),
        ("Value for attr 'T' of int32 is not in the list of allowed values: bfloat16, half, float, double",
         "integer-for-float"),
        ("Value passed to parameter 'x' has DataType string not in list of allowed values: float16, uint8",
         "string-tensor"),
        ("Cannot convert 2 to EagerTensor of dtype string", "string-tensor"),
        ("Expected int32 passed to parameter 'y' of op 'Mul', got 0.5 of type 'float' instead.", "integer-meets-float"),
        ("`x` and `y` must have the same dtype, got tf.uint8 != tf.float32.", "integer-meets-float"),
        ("`x` and `y` must have the same dtype, got tf.float32 != tf.int32.", "integer-meets-float"),
        ("Input 'y' of 'Sub' Op has type float32 that does not match type int32 of argument 'x'.",
         "integer-meets-float"),
        ("cannot compute Sub as input #1(zero-based) was expected to be a int64 tensor but is a float tensor [Op:Sub]",
         "integer-meets-float"),
        ("cannot convert 0.5 to EagerTensor of dtype int32", "integer-meets-float"),
        ("Input 'input' of 'StringLength' Op has type float32 that does not match expected type of string.",
         "float-for-string"),
        ("Input 'y' of 'Mul' Op has type float64 that does not match type float32 of argument 'x'.", "other"),
        ("`x` and `y` must have the same dtype, got tf.float16 != tf.float32.", "other"),
        ("'NoneType' object has no attribute 'dtype'", "other"),
        ("Expected float32 passed to parameter 'y' of op 'Mul', got 'a' of type 'str' instead.", "float-for-string"),
    ],
)  # fmt: skip
def test_dtype_messages_are_classes(message: str, value: str) -> None:
    assert told(message) == value


def test_a_helper_of_the_training_loop_is_elsewhere_and_one_of_a_layer_is_not() -> None:
    source = PRE + (
        "def diff(a, b):\n    return a - b\n"
        "model = keras.Sequential([layers.Lambda(lambda x: x * 2)])\n"
        "loss = diff(model(X), Y)\n"
    )
    error = (
        "Traceback (most recent call last):\n"
        '  File "model.py", line 8, in <module>\n    loss = diff(model(X), Y)\n'
        '  File "model.py", line 6, in diff\n    return a - b\n'
        "TypeError: Input 'y' of 'Sub' Op has type float64 that does not match type float32 of argument 'x'.\n"
    )
    snippet = Snippet(source)
    traceback = read_paste(traceback=error).traceback
    assert traceback is not None
    facts = observe_traceback(traceback, find_targets(snippet), snippet)
    assert next(one.value for one in facts if one.name == "dtype-conflict") == "elsewhere"


def test_masked_tells_whether_keras_hid_the_error() -> None:
    mask = ErrorLink("NotImplementedError", "We could not automatically infer the shape of the Lambda's output.")
    plain = ErrorLink("TypeError", "boom")

    def masked(*links: ErrorLink) -> str:
        facts = observe_traceback(Traceback(links), (), None)
        return next(one.value for one in facts if one.name == "masked")

    assert masked(mask) == "yes"
    assert masked(plain, mask) == "no"
    assert masked(plain) == "absent"


LISTS = "a = keras.Input((3,))\nb = keras.Input((3,))\n"


@pytest.mark.parametrize(
    ("source", "length", "arithmetic"),
    [
        ("o = layers.Lambda(lambda x: x * 2)([a])", "one", "yes"),
        ("o = layers.Lambda(lambda x: x * 2)([a, b])", "several", "yes"),
        ("def f(t):\n    return -t\nl = layers.Lambda(f)\no = l([a, b])", "several", "yes"),
        ("o = layers.Lambda(lambda t: t[0] * t[1])([a, b])", "several", "no"),
        ("o = layers.Lambda(lambda t: tf.concat(t, -1) * 2)([a, b])", "several", "no"),
        ("def f(t):\n    t = tf.concat(t, -1)\n    return t * 2\no = layers.Lambda(f)([a, b])", "several", "unknown"),
        ("o = layers.Lambda(lambda x: x * 2)(a)", "no", "no"),
        ("o = layers.Lambda(lambda x: tf.reshape(x, x.shape))([a])", "one", "yes"),
        ("o = layers.Lambda(lambda x: x * 2)(somewhere)", "unknown", "unknown"),
    ],
)
def test_lists_that_a_layer_is_called_on(source: str, length: str, arithmetic: str) -> None:
    assert fact(LISTS + source, "call-list") == length
    assert fact(LISTS + source, "list-arithmetic") == arithmetic


@pytest.mark.parametrize(
    ("use", "value"),
    [
        ("o = layers.Dense(1)(l(a))", "together"),
        ("h = l(a)\no = layers.Dense(1)(h)", "together"),
        ("m, s = l(a)", "apart"),
        ("h = l(a)\no = layers.Dense(1)(h[0])", "apart"),
        ("h = l(a)\nm, s = h", "apart"),
        ("m = l(a)[0]", "apart"),
        ("h = l(a)\no = [layers.Dense(1)(part) for part in h]", "apart"),
    ],
)
def test_outputs_taken(use: str, value: str) -> None:
    source = LISTS + "l = layers.Lambda(lambda x: (x, x))\n" + use
    assert fact(source, "outputs-taken") == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("o = layers.Lambda(lambda x: tf.square(y))(i)", "yes"),
        ("SCALE = 2\no = layers.Lambda(lambda x: x * SCLAE)(i)", "yes"),
        ("def f(x):\n    return K.mean(x)\no = layers.Lambda(f)(i)", "yes"),
        ("o = layers.Lambda(lambda x: x * LATER)(i)\nLATER = 2", "no"),
        ("def f(x):\n    return sum([t * 2 for t in [x]])\no = layers.Lambda(f)(i)", "no"),
        ("def make(k):\n    return layers.Lambda(lambda x: x * k)\no = make(2)(i)", "no"),
        ("def f(x):\n    with a as e:\n        return e\na = 1\no = layers.Lambda(f)(i)", "no"),
        ("from helpers import *\no = layers.Lambda(lambda x: scale(x))(i)", "unknown"),
    ],
)
def test_undefined(source: str, value: str) -> None:
    assert fact("i = keras.Input((4,))\n" + source, "undefined") == value


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("raise ValueError('no')", "in-function"),
        ("assert x.shape[-1] == 3", "in-function"),
        ("raise NotImplementedError", "in-function"),
        ("raise", "no"),
        ("raise error", "no"),
        ("return x + y", "no"),
        ("", "unknown"),
    ],
)
def test_own_raise(code: str, value: str) -> None:
    snippet = Snippet(PRE + "def f(x):\n    pass\n    pass\no = layers.Lambda(f)(keras.Input((4,)))")
    frames = (Frame("model.py", 9, "<module>"), Frame("model.py", 7, "f", code))
    facts = observe_traceback(Traceback((ErrorLink("ValueError", "no", frames),)), find_targets(snippet), snippet)
    assert next((one.value for one in facts if one.name == "own-raise"), "unknown") == value
    around = (Frame("model.py", 12, "<module>", "raise SystemError('no')"),)
    facts = observe_traceback(Traceback((ErrorLink("SystemError", "no", around),)), find_targets(snippet), snippet)
    assert next(one.value for one in facts if one.name == "own-raise") == "elsewhere"
