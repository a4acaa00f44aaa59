"""Shapes and dtypes as messages print them."""

from __future__ import annotations

import pytest

from troubleshooter.intake import parse_traceback
from troubleshooter.intake.specs import printed_specs
from troubleshooter.model import TensorSpec


@pytest.mark.parametrize(
    ("text", "specs"),
    [
        ("tf.Tensor(shape=(8, 4), dtype=float32)", [TensorSpec((8, 4), "float32")]),
        ("tf.Tensor(shape=(), dtype=int64)", [TensorSpec((), "int64")]),
        ("tf.Tensor(shape=(None,), dtype=bool)", [TensorSpec((None,), "bool")]),
        (
            "['tf.Tensor(shape=(2, 3), dtype=float32)', 'tf.Tensor(shape=(2, 5), dtype=float16)']",
            [TensorSpec((2, 3), "float32"), TensorSpec((2, 5), "float16")],
        ),
        (
            "('<KerasTensor shape=(None, 4), dtype=float32, sparse=False, ragged=False, name=keras_tensor>',)",
            [TensorSpec((None, 4), "float32")],
        ),
        ("TensorSpec(shape=(None, 3), dtype=tf.uint8, name=None)", [TensorSpec((None, 3), "uint8")]),
        ("tf.Tensor(shape=(2,), dtype=string)", [TensorSpec((2,), "string")]),
        ("torch.Tensor(shape=torch.Size([2, 3]), dtype=torch.float32)", [TensorSpec((2, 3), "float32")]),
        ("<tf.Tensor: shape=(2, 2), dtype=bfloat16, numpy=...>", [TensorSpec((2, 2), "bfloat16")]),
        ("tf.Tensor(shape=<unknown>, dtype=float32)", []),
        ("None", []),
        ("'shape'", []),
        ("True", []),
    ],
)
def test_printed_specs(text: str, specs: list[TensorSpec]) -> None:
    assert list(printed_specs(text)) == specs


def test_an_arguments_block_keeps_texts_and_shapes() -> None:
    found = parse_traceback(
        "Traceback (most recent call last):\n"
        '  File "model.py", line 3, in <module>\n'
        'ValueError: Exception encountered when calling layer "lambda_1" (type Lambda).\n\nboom\n\n'
        'Call arguments received by layer "lambda_1" (type Lambda):\n'
        "  • inputs=tf.Tensor(shape=(8, 4), dtype=float32)\n  • mask=None\n  • training=True\n"
    )
    assert found is not None and found.shown.wrapper is not None
    wrapper = found.shown.wrapper
    assert (wrapper.layer, wrapper.kind) == ("lambda_1", "Lambda")
    assert dict(wrapper.arguments) == {
        "inputs": "tf.Tensor(shape=(8, 4), dtype=float32)",
        "mask": "None",
        "training": "True",
    }
    assert dict(wrapper.shapes) == {"inputs": (TensorSpec((8, 4), "float32"),)}
