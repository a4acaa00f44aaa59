"""Several files in one paste."""

from __future__ import annotations

import pytest

from troubleshooter.intake import read_paste

MODEL = "import tensorflow as tf\n\ndef f(x):\n    return x\n"
TRAIN = "from model import f\nimport tensorflow as tf\nmodel = tf.keras.Sequential([tf.keras.layers.Lambda(f)])\n"


@pytest.mark.parametrize(
    "text",
    [
        f"# model.py\n{MODEL}\n# train.py\n{TRAIN}",
        f"model.py:\n{MODEL}\ntrain.py:\n{TRAIN}",
        f"--- model.py ---\n{MODEL}\n--- train.py ---\n{TRAIN}",
        f"**model.py**\n```python\n{MODEL}```\n**train.py**\n```python\n{TRAIN}```\n",
        f"# src/model.py\n{MODEL}\n# src/train.py\n{TRAIN}",
    ],
)
def test_two_files_are_one_program(text: str) -> None:
    found = read_paste(source=text)
    assert found.snippet is not None
    code = [line for line in found.snippet.text.split("\n") if line.strip() and not line.startswith("#")]
    lines = [*MODEL.split("\n"), *TRAIN.replace("from model import f", "pass").split("\n")]
    assert code == [line for line in lines if line]
    assert any("as one program: model.py, train.py" in note for note in found.notes)


@pytest.mark.parametrize(
    "text", [f"# model.py\n{TRAIN}", TRAIN, "# see model.py and train.py\nfrom model import f\nmodel = f(1)\n"]
)
def test_one_file_keeps_its_imports(text: str) -> None:
    found = read_paste(source=text).snippet
    assert found is not None and "from model import f" in found.text
