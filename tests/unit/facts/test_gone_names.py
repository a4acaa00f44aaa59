"""Names that are gone: which home a name was taken from decides."""

from __future__ import annotations

import pytest

from troubleshooter.facts.source import observe_source
from troubleshooter.model import Snippet
from troubleshooter.slice import find_targets


def fact(name: str, code: str) -> str:
    snippet = Snippet(code)
    return {f.name: f.value for f in observe_source(snippet, find_targets(snippet))}[name]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("yes", "import keras.backend as K\ny = K.sum(x)"),
        ("yes", "from keras import backend as K\ny = K.mean(x)"),
        ("yes", "from keras import backend\ny = backend.dot(x, x)"),
        ("yes", "import keras\ny = keras.backend.exp(x)"),
        ("yes", "from keras.backend import l2_normalize\ny = l2_normalize(x)"),
        ("yes", "from tensorflow.keras import backend as K\ny = K.in_train_phase(a, b)"),
        ("yes", "import tensorflow as tf\ny = tf.keras.backend.learning_phase()"),
        ("yes", "import tensorflow as tf\nK = tf.keras.backend\ny = K.function([a], [b])"),
        ("no", "import keras.backend as K\ny = K.floatx()\nK.clear_session()"),
        ("no", "from tensorflow.keras import backend as K\ny = K.sum(x)"),
        ("no", "import tensorflow as tf\ny = tf.keras.backend.mean(x)"),
        ("no", "y = K.sum(x)"),
        ("no", "class K:\n    sum = 1\ny = K.sum"),
    ],
)
def test_backend_gone(value: str, code: str) -> None:
    assert fact("backend-gone", code) == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("yes", "import tensorflow as tf\ny = tf.log(x)"),
        ("yes", "import tensorflow\ny = tensorflow.to_float(x)"),
        ("yes", "y = tf.random_normal((2, 3))"),
        ("yes", "import tensorflow as tf\nwith tf.Session() as s:\n    pass"),
        ("yes", "import tensorflow as tf\ny = tf.reduce_sum(x, 1, keep_dims=True)"),
        ("yes", "import tensorflow as tf\ny = tf.nn.dropout(x, keep_prob=0.5)"),
        ("yes", "import tensorflow as tf\ny = tf.argmax(x, dimension=1)"),
        ("yes", "import tensorflow as tf\ny = tf.map_fn(tf.log, x)"),
        ("no", "import tensorflow as tf\ny = tf.math.log(x)"),
        ("no", "import tensorflow as tf\ny = tf.compat.v1.log(x)"),
        ("no", "import tensorflow.compat.v1 as tf\ny = tf.log(x)"),
        ("no", "import numpy as tf\ny = tf.log(x)"),
        ("no", "import numpy as np\ny = np.log(x)\nz = f(x, keep_dims=True)"),
        ("no", "import tensorflow as tf\ny = tf.random.normal((2,))\nz = tf.sqrt(y)"),
    ],
)
def test_tensorflow_1_name(value: str, code: str) -> None:
    assert fact("tensorflow-1-name", code) == value
