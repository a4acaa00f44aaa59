"""Shape and dtype of what goes into a layer, as far as the source tells: Input, input_shape=, Dense, Embedding, ..."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from troubleshooter.intake.syntax.functions import is_layer_name
from troubleshooter.intake.syntax.names import canonical, last
from troubleshooter.intake.syntax.once import once_a_program
from troubleshooter.intake.syntax.program import Program
from troubleshooter.intake.syntax.wiring import Application, applications, binding_before, made_by, producer

Shape = tuple[int | None, ...]
_KEEP = {
    "Dropout",
    "BatchNormalization",
    "LayerNormalization",
    "Activation",
    "ReLU",
    "LeakyReLU",
    "ELU",
    "PReLU",
    "Softmax",
    "GaussianNoise",
    "GaussianDropout",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "Masking",
    "ActivityRegularization",
    "Rescaling",
    "Identity",
    "UnitNormalization",
    "GroupNormalization",
    "AlphaDropout",
    "Normalization",
}
_FLOATS = {"float16", "float32", "float64", "bfloat16"}
_POLICIES = frozenset({"set_global_policy", "set_policy", "set_dtype_policy", "set_floatx", "Policy", "DTypePolicy"})
_DEEP = 40


@dataclass(frozen=True, slots=True)
class Spec:
    """What is known of one input: `shape` with the batch dimension, or None; `dtype`, or ""."""

    shape: Shape | None = None
    dtype: str = ""


@once_a_program
def float_type(program: Program) -> str:
    """The dtype layers compute in: a global policy or set_floatx in the source, else float32."""
    for call in program.calls:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        first = call.args[0] if call.args and name in _POLICIES else None
        text = first.value if isinstance(first, ast.Constant) else None
        if isinstance(text, str):
            return text.removeprefix("mixed_")
    return "float32"


def inputs_of(program: Program, construction: ast.Call) -> tuple[tuple[Spec, ...], bool]:
    """The specs of what a layer is applied to, and whether they come as one list."""
    own = _declared(program, construction)
    for application in applications(program, construction):
        if application.wrapper:
            continue
        specs, listed = _of_application(program, application)
        if any(s.shape is not None or s.dtype for s in specs):
            return tuple(_cast(program, construction, s) for s in specs), listed
        if specs and own is None:
            return specs, listed
    return ((own,) if own is not None else ()), False


def _of_application(program: Program, application: Application) -> tuple[tuple[Spec, ...], bool]:
    if application.sequential:
        if application.before is None:
            return (), False
        return (_layer_output(program, made_by(program, application.before), _DEEP),), False
    arguments = application.arguments
    if len(arguments) == 1:
        listed = _listed(program, arguments[0])
        if listed is not None:
            return tuple(spec_of(program, e) for e in listed), True
    return tuple(spec_of(program, a) for a in arguments), False


def _listed(program: Program, expression: ast.expr) -> list[ast.expr] | None:
    """The elements of a list that is written out, here or where its name is bound."""
    if isinstance(expression, ast.Name):
        binding = binding_before(program, expression)
        expression = binding.value if binding is not None and binding.how == "assign" and binding.value else expression
    return list(expression.elts) if isinstance(expression, (ast.List, ast.Tuple)) else None


def _cast(program: Program, construction: ast.Call, spec: Spec) -> Spec:
    """A layer casts floating inputs to its own dtype."""
    own = _text(next((k.value for k in construction.keywords if k.arg == "dtype"), None))
    wanted = own if own in _FLOATS else float_type(program)
    return replace(spec, dtype=wanted) if spec.dtype in _FLOATS else spec


def spec_of(program: Program, expression: ast.expr, depth: int = _DEEP) -> Spec:
    """Shape and dtype of an expression that goes into a layer."""
    key = ("spec_of", expression)
    if key not in program.memo:
        found = _spec_of(program, expression, depth)
        if depth < _DEEP // 2:  # the search may have ended early here: the next one starts again
            return found
        program.memo[key] = found
    kept: Spec = program.memo[key]
    return kept


def _spec_of(program: Program, expression: ast.expr, depth: int) -> Spec:
    made = producer(program, expression)
    if made.kind == "input" and isinstance(made.node, ast.Call):
        return _input(program, made.node)
    if made.kind == "layer" and isinstance(made.node, ast.Call):
        argument = made.call.args[0] if made.call is not None and made.call.args else None
        before = spec_of(program, argument, depth - 1) if argument is not None and depth > 0 else Spec()
        return _through(program, made.node, before)
    if isinstance(made.node, ast.Call):
        return _array(program, made.node)
    return Spec()


def _layer_output(program: Program, layer: ast.Call | None, depth: int) -> Spec:
    """What a layer of a Sequential gives."""
    if layer is None or depth <= 0:
        return Spec()
    key = ("layer_output", layer)
    if key not in program.memo:
        found = _given(program, layer, depth)
        if depth < _DEEP // 2:
            return found
        program.memo[key] = found
    kept: Spec = program.memo[key]
    return kept


def _given(program: Program, layer: ast.Call, depth: int) -> Spec:
    if last(canonical(program, layer.func)) in {"Input", "InputLayer"}:
        return _input(program, layer)
    before = _declared(program, layer)
    if before is None:
        uses = applications(program, layer)
        use = uses[0] if uses else Application()
        before = _layer_output(program, made_by(program, use.before), depth - 1) if use.before is not None else Spec()
    return _through(program, layer, before)


def _declared(program: Program, layer: ast.Call) -> Spec | None:
    """input_shape=, batch_input_shape= or input_dim= of a layer."""
    words = {k.arg: k.value for k in layer.keywords if k.arg}
    dtype = _text(words.get("dtype")) or float_type(program)
    if "input_shape" in words:
        shape = shape_value(program, words["input_shape"])
        return Spec((None, *shape) if shape is not None else None, dtype)
    if "batch_input_shape" in words:
        return Spec(shape_value(program, words["batch_input_shape"]), dtype)
    if "input_dim" in words:
        size = integer(program, words["input_dim"])
        return Spec((None, size) if size is not None else None, dtype)
    return None


def _input(program: Program, call: ast.Call) -> Spec:
    """keras.Input(shape=..., dtype=...) or InputLayer(...)."""
    words = {k.arg: k.value for k in call.keywords if k.arg}
    dtype = _text(words.get("dtype")) or ("" if "dtype" in words else float_type(program).replace("float16", "float32"))
    for key in ("batch_shape", "batch_input_shape"):
        if key in words:
            return Spec(shape_value(program, words[key]), dtype)
    given = words.get("shape", words.get("input_shape", call.args[0] if call.args else None))
    shape = shape_value(program, given) if given is not None else None
    size = integer(program, words["batch_size"]) if "batch_size" in words else None
    return Spec((size, *shape) if shape is not None else None, dtype)


def _text(node: ast.expr | None) -> str:
    """A dtype written as text or as tf.int32."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return node.attr if isinstance(node, ast.Attribute) and node.attr.rstrip("0123456789") in _KINDS else ""


_KINDS = frozenset({"float", "int", "uint", "bool", "string", "bfloat", "complex"})


def shape_value(program: Program, node: ast.expr | None, depth: int = 0) -> Shape | None:
    """A shape written out: (4,), [28, 28], 4, or a name or expression of names bound to such."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple(integer(program, e) for e in node.elts)
    if isinstance(node, ast.Name) and depth < 6:
        found = [b.value for b in program.lookup(node.id, node) if b.how == "assign" and b.value is not None]
        if found and isinstance(found[-1], (ast.Tuple, ast.List, ast.Name)):
            return shape_value(program, found[-1], depth + 1)
    single = integer(program, node) if node is not None else None
    return (single,) if single is not None else None


def integer(program: Program, node: ast.expr, depth: int = 0) -> int | None:
    """A whole number written out, or a name or simple sum of names bound to such."""
    match node:
        case ast.Constant(value=int(number)) if not isinstance(number, bool):
            return number
        case ast.Name() if depth < 6:
            found = [b.value for b in program.lookup(node.id, node) if b.how in {"assign", "parameter"} and b.value]
            return integer(program, found[-1], depth + 1) if found else None
        case ast.BinOp(left=left, op=op, right=right) if depth < 6:
            return _computed(op, integer(program, left, depth + 1), integer(program, right, depth + 1))
    return None


def _computed(op: ast.operator, left: int | None, right: int | None) -> int | None:
    if left is None or right is None or max(abs(left), abs(right)) > 10**6:
        return None
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.FloorDiv() if right:
            return left // right
    return None


def _through(program: Program, layer: ast.Call, before: Spec) -> Spec:
    """What a layer of Keras gives for an input."""
    name = canonical(program, layer.func)
    kind, floats = last(name), float_type(program)
    if not is_layer_name(name) or kind == "Lambda":
        return Spec()
    words = {k.arg: k.value for k in layer.keywords if k.arg}
    size = words.get("units", words.get("filters", layer.args[0] if layer.args else None))
    count = integer(program, size) if size is not None else None
    shape = before.shape
    if kind in _KEEP:
        return Spec(shape, floats)
    if kind == "Dense":
        return Spec((*shape[:-1], count) if shape else ((None, count) if count else None), floats)
    if kind == "Embedding":
        width = words.get("output_dim", layer.args[1] if len(layer.args) > 1 else None)
        wide = integer(program, width) if width is not None else None
        return Spec((*shape, wide) if shape is not None and wide is not None else None, floats)
    if kind in {"LSTM", "GRU", "SimpleRNN"}:
        sequences = getattr(words.get("return_sequences"), "value", False) is True
        steps = (shape[1],) if shape and len(shape) > 1 else (None,)
        return Spec((None, *steps, count) if sequences else (None, count), floats)
    return Spec(_reshaped(program, kind, layer, shape, count), floats)


def _reshaped(program: Program, kind: str, layer: ast.Call, shape: Shape | None, count: int | None) -> Shape | None:
    """Layers that change the shape in a simple way."""
    if kind == "Flatten" and shape is not None:
        product = 1
        for dimension in shape[1:]:
            if dimension is None:
                return (shape[0], None)
            product *= dimension
        return (shape[0], product)
    if kind == "Reshape" and layer.args:
        target = shape_value(program, layer.args[0])
        return (None, *(d if d != -1 else None for d in target)) if target is not None else None
    if kind.startswith("Global") and shape:
        return (shape[0], shape[-1])
    same = any(k.arg == "padding" and getattr(k.value, "value", "") == "same" for k in layer.keywords)
    strided = any(k.arg == "strides" for k in layer.keywords)
    if kind in {"Conv1D", "Conv2D", "Conv3D"} and shape:
        return (*shape[:-1], count) if same and not strided else (shape[0], *(None for _ in shape[1:-1]), count)
    if kind.startswith(("MaxPool", "AveragePool", "UpSampling", "ZeroPadding", "Cropping")) and shape:
        return (shape[0], *(None for _ in shape[1:-1]), shape[-1])
    return None


def _array(program: Program, call: ast.Call) -> Spec:
    """tf.ones((2, 3)), tf.random.normal((2, 3)), np.random.rand(2, 3)."""
    name = canonical(program, call.func)
    words = {k.arg: k.value for k in call.keywords if k.arg}
    dtype = _text(words.get("dtype"))
    if last(name) in {"ones", "zeros", "normal", "uniform"} and name.startswith("tensorflow"):
        given = words.get("shape", call.args[0] if call.args else None)
        return Spec(shape_value(program, given) if given is not None else None, dtype or "float32")
    if last(name) in {"rand", "randn"}:
        return Spec(tuple(integer(program, a) for a in call.args), "float32")
    return Spec(None, dtype)
