"""The cost of reading grows with the source's length, whatever it consists of; counted in times `ast.parse` takes."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.intake.syntax import read
from troubleshooter.model import Snippet
from troubleshooter.slice import choose_target, find_targets, make_slice

_HEAD = "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"
_TAIL = "i = keras.Input((4,))\nm = keras.Model(i, layers.Lambda(f)(i))\nm.fit(a, b)\n"
_MOST = 150  # reading alone measures about 15; a machine under load doubles it, a quadratic step exceeds it by far


def _chain(count: int) -> str:
    rows = (f"x{k + 1} = layers.Lambda(lambda x: tf.square(x) + {k})(x{k})\n" for k in range(count))
    return f"{_HEAD}x0 = keras.Input((4,))\n{''.join(rows)}m = keras.Model(x0, x{count})\n"


def _added(count: int) -> str:
    rows = (f"m.add(layers.Lambda(lambda x: tf.square(x) + {k}))\n" for k in range(count))
    return f"{_HEAD}m = keras.Sequential()\n{''.join(rows)}m.compile('sgd', 'mse')\n"


def _one_name(count: int) -> str:
    rows = "x = layers.Lambda(f)(x)\nx = layers.Dense(3)(x)\n" * count
    return f"{_HEAD}def f(x):\n    return x\nx = i = keras.Input((4,))\n{rows}m = keras.Model(i, x)\n"


def _functions(count: int) -> str:
    rows = (f"def f{k}(x):\n    y = tf.square(x)\n    return y\nx = layers.Lambda(f{k})(x)\n" for k in range(count))
    return f"{_HEAD}x = keras.Input((4,))\n{''.join(rows)}"


def _long_function(count: int) -> str:
    rows = (f"    y{k} = tf.square(x) + {k}\n" for k in range(count))
    return f"{_HEAD}def f(x):\n{''.join(rows)}    return x\n{_TAIL}"


def _script(count: int) -> str:
    rows = (f"a{k} = load({k})\nif a{k} > 3:\n    print('big', a{k})\n" for k in range(count))
    return f"{_HEAD}def load(k):\n    return k\ndef f(x):\n    return x\n{''.join(rows)}{_TAIL}"


def _cost(source: str) -> float:
    """How many times as long as parsing."""
    started = time.process_time()
    for _ in range(3):
        ast.parse(source)
    parsing = (time.process_time() - started) / 3
    read.cache_clear()
    started = time.process_time()
    snippet = Snippet(source, (), False, 0, "model.py")
    targets = find_targets(snippet)
    observe_source(snippet, targets)
    make_slice(snippet, choose_target(targets, snippet, None)[0])
    return (time.process_time() - started) / parsing


@pytest.mark.parametrize("program", [_chain, _added, _one_name, _functions, _long_function, _script])
def test_reading_costs_a_few_times_what_parsing_costs(program: Callable[[int], str]) -> None:
    assert min(_cost(program(600)) for _ in range(3)) < _MOST
