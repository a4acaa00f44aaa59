"""A layer made on the last line of a fragment is bound behind the imports that were supplied for it."""

from __future__ import annotations

import ast

from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets, make_slice

FRAGMENT = """def norm(x):
    return x / tf.reduce_max(x)

model.add(Lambda(norm, input_shape=(28, 28, 1)))"""


def test_supplied_imports_stand_before_their_use() -> None:
    snippet = Snippet(FRAGMENT, partial=True)
    source = make_slice(snippet, find_targets(snippet)[0]).source
    order = [type(node).__name__ for node in ast.parse(source).body]
    assert order.index("Assign") > max(i for i, name in enumerate(order) if name.startswith("Import"))
