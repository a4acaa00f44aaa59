"""Calls that always give None: made for their side effect."""

from __future__ import annotations

import libcst as cst

from troubleshooter.repair.code import dotted, last_name

_FUNCTIONS = frozenset({"print", "setattr", "delattr", "tf.print", "exec", "tensorflow.print"})
_METHODS = frozenset({
    "append", "extend", "insert", "update", "clear", "sort", "reverse", "remove", "add", "discard", "setitem",
    "__setitem__", "write", "writelines", "flush", "info", "debug", "warning", "warn", "error", "critical", "exception",
    "log_message", "add_loss", "add_metric", "set_shape", "set_weights", "pprint", "shuffle", "save", "savetxt", "put",
    "imsave", "imshow", "show", "pprint_tensor", "set_floatx", "set_epsilon", "seed", "set_seed", "set_value",
    "scalar", "histogram", "Assert", "check_numerics_eager",
})  # fmt: skip
# `add` and `log` mean arithmetic on these modules
_MATHS = frozenset(
    {"tf", "np", "K", "ops", "math", "keras", "layers", "backend", "numpy", "tensorflow", "jnp", "torch"}
)


def is_side_effect(node: cst.CSTNode | None) -> bool:
    """A call whose value is None whatever it is given."""
    if not isinstance(node, cst.Call):
        return False
    name, method = dotted(node.func), last_name(node.func)
    if name in _FUNCTIONS or method.startswith("assert_"):
        return True
    if "summary" in name.split(".") or method == "Assert":
        return True
    arithmetic = name.split(".")[0] in _MATHS and method in {"add", "insert", "update", "error", "extend"}
    return isinstance(node.func, cst.Attribute) and method in _METHODS and not arithmetic
