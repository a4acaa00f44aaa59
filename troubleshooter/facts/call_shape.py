"""How a Lambda is made and called: keywords that go astray, and one tensor where the function takes several apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.reading import Reading
from troubleshooter.intake.syntax import applications, last, own_nodes
from troubleshooter.intake.syntax.names import canonical
from troubleshooter.model import Place, TargetKind

Found = tuple[str, Place | None]
_AT_CALL = frozenset({"mask", "training", "inputs", "**"})
# Lambda's own keywords, then those that every layer takes on one Keras line or the other.
LAMBDA_KEYWORDS = frozenset(
    {"function", "output_shape", "mask", "arguments", "name", "dtype", "trainable", "dynamic", "autocast"}
    | {"input_shape", "batch_input_shape", "batch_size", "input_dim", "input_dtype", "weights", "activity_regularizer"}
    | {"batch_shape", "implementation", "input_length"}
)


def stray_call_keywords(reading: Reading) -> Iterator[tuple[ast.Call, ast.keyword]]:
    """The keywords of the layer's calls that `Lambda.call` does not take."""
    if reading.construction is None:
        return
    for use in applications(reading.program, reading.construction):
        if use.call is not None:
            call = use.call
            yield from ((call, one) for one in call.keywords if one.arg and one.arg not in _AT_CALL)


def observe_call_keywords(reading: Reading) -> Found | None:
    """`call-keyword`."""
    if reading.target.kind is not TargetKind.LAMBDA or reading.construction is None:
        return None
    first = next((keyword for _, keyword in stray_call_keywords(reading)), None)
    return ("no", None) if first is None else ("yes", reading.program.place(first.value))


def observe_lambda_keywords(reading: Reading) -> Found | None:
    """`lambda-keyword`: a keyword of the construction that no layer takes. A class of the source may take any."""
    if reading.construction is None or last(canonical(reading.program, reading.construction.func)) != "Lambda":
        return None
    stray = [k for k in reading.construction.keywords if k.arg and k.arg not in LAMBDA_KEYWORDS]
    return ("yes", reading.program.place(stray[0].value)) if stray else ("no", None)


def input_unpacking(reading: Reading) -> ast.Assign | None:
    """`a, b = args`, where args is the function's one input."""
    function = reading.function
    if not isinstance(function, ast.FunctionDef) or reading.found is None:
        return None
    plain = [a.arg for a in (*function.args.posonlyargs, *function.args.args)][reading.found.skip :]
    for node in own_nodes(function):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names) | ast.List(elts=names)], value=ast.Name(id=name)):
                if plain[:1] == [name] and len(names) > 1:
                    return node
    return None


def observe_unpacking(reading: Reading) -> Found | None:
    """`unpacks-one-tensor`: the input is taken apart into several names, and the layer is called on one tensor."""
    if reading.target.kind is not TargetKind.LAMBDA or reading.construction is None:
        return None
    node = input_unpacking(reading)
    if node is None:
        return "no", None
    answer = {"tensor": "yes", "list": "no", "many": "no"}.get(reading.form, "")
    return (answer, reading.program.place(node)) if answer else None
