"""Tensors as Keras and TensorFlow print them in a message -> their shapes and dtypes."""

from __future__ import annotations

import re

from troubleshooter.model import TensorSpec

# tf.Tensor(shape=(8, 4), dtype=float32), <KerasTensor shape=(None, 4), dtype=float32, ...>, TensorSpec(shape=(None,),
# dtype=tf.float32, ...), array(shape=[2], dtype='int32'), torch's Size. An unknown rank (`<unknown>`) is no shape.
_SPEC = re.compile(
    r"shape=(?:torch\.Size\()?[(\[](?P<shape>[\w ,?]*)[)\]]\)?"
    r"(?:, ?dtype=(?:<dtype: )?['\"]?(?:[a-z]+\.)?(?P<dtype>[a-z]+\d*)_?\w*)?"
)
_MOST = 64  # tensors of one argument that are read


def printed_specs(text: str) -> tuple[TensorSpec, ...]:
    """The tensors that `text` shows, in order; a size that is no number is unknown."""
    found = []
    for match in _SPEC.finditer(text[:100_000]):
        sizes = (one.strip() for one in match["shape"].split(",") if one.strip())
        shape = tuple(int(one) if one.isascii() and one.isdigit() and len(one) < 10 else None for one in sizes)
        found.append(TensorSpec(shape, match["dtype"] or "float32"))
        if len(found) == _MOST:
            break
    return tuple(found)
