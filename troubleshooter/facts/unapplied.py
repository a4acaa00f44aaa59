"""Layers that are handed on without being called, as if the layer itself were a tensor."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from troubleshooter.facts.symbolic import Symbolic, is_inside, makes_layer, runs_inside
from troubleshooter.intake.syntax import Program, binding_before, canonical, is_keras, last, made_by
from troubleshooter.model import Place, Target

_TAKE_LAYERS = frozenset({"TimeDistributed", "Bidirectional", "Wrapper", "RNN", "SpectralNormalization"})


def layers_as_tensors(program: Program, targets: tuple[Target, ...]) -> Iterator[ast.expr]:
    """The expressions that stand for a layer where a tensor is wanted: in a layer's call, or as a model's end."""
    symbolic, inside = Symbolic(program), runs_inside(program, targets)
    for call in program.calls:
        if is_inside(program, call, inside):
            continue
        for value in _wanted_tensors(program, call):
            made = made_layer(program, value)
            # Lambda(tf.square(x)) is a layer that cannot be made: a mistake of its own.
            if made is not None and not any(symbolic.is_tensor(part) for part in ast.walk(made)):
                yield value


def _wanted_tensors(program: Program, call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a layer's call, and the outputs of a Functional model."""
    if is_keras(canonical(program, call.func), "Model"):
        given = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "outputs")]
    else:
        layer = made_by(program, call.func) if not isinstance(call.func, ast.Call) else call.func
        applied = layer is not None and layer is not call and makes_layer(program, layer)
        wraps = applied and last(canonical(program, getattr(layer, "func", call))) in _TAKE_LAYERS
        given = call.args[:1] if applied and not wraps else []
    for value in given:
        yield from value.elts if isinstance(value, (ast.List, ast.Tuple)) else (value,)


def made_layer(program: Program, value: ast.expr) -> ast.Call | None:
    """The construction of a layer that was made and not called."""
    if isinstance(value, ast.Name):
        binding = binding_before(program, value)
        value = binding.value if binding is not None and binding.how == "assign" and binding.value else value
    if not isinstance(value, ast.Call) or isinstance(value.func, ast.Call):
        return None
    layer = makes_layer(program, value) and not is_keras(canonical(program, value.func), "Input", "InputLayer")
    return value if layer else None


def observe_layer_as_tensor(program: Program, targets: tuple[Target, ...]) -> tuple[str, Place | None] | None:
    """`layer-as-tensor`."""
    first = next(layers_as_tensors(program, targets), None)
    return ("no", None) if first is None else ("yes", program.place(first))
