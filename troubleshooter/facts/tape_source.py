"""How a training loop of the person's own loses its gradients, by reading: what the tape sees, what it is asked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from troubleshooter.intake.syntax import Program, binding_before, canonical, last, library, made_by, own_nodes
from troubleshooter.model import Place

_ASKS = {"gradient", "jacobian", "batch_jacobian"}
_WEIGHTS = {"trainable_variables", "trainable_weights", "variables", "weights", "kernel", "bias", "embeddings"}
_PLAIN = {
    "constant",
    "convert_to_tensor",
    "normal",
    "uniform",
    "ones",
    "zeros",
    "cast",
    "expand_dims",
    "reshape",
    "array",
}
_PLAIN |= {
    "linspace",
    "range",
    "rand",
    "randn",
    "ones_like",
    "zeros_like",
    "identity",
    "asarray",
    "load",
    "concat",
    "stack",
}
_LOOPS = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """One `with tf.GradientTape(...) as name` block and the gradients that are asked of it."""

    block: ast.With
    call: ast.Call
    name: str
    asked: tuple[ast.Call, ...]

    def flag(self, name: str) -> bool | None:
        """A keyword of the construction that is written out as True or False."""
        value = next((k.value for k in self.call.keywords if k.arg == name), None)
        return value.value if isinstance(value, ast.Constant) and isinstance(value.value, bool) else None


def observe_tape_fault(program: Program) -> tuple[str, Place | None] | None:
    """`tape-fault`: the first fault of the program's tapes; "no" where there are tapes and none is at fault."""
    tapes = list(tapes_of(program))
    for tape in tapes:
        for value, judge in _JUDGES:
            node = judge(program, tape)
            if node is not None:
                return value, program.place(node)
    return ("no", None) if tapes else None


def tapes_of(program: Program) -> Iterator[Tape]:
    """The tapes of a program."""
    for block in ast.walk(program.tree):
        if not isinstance(block, ast.With):
            continue
        for item in block.items:
            made = item.context_expr
            if isinstance(made, ast.Call) and last(canonical(program, made.func)) == "GradientTape":
                name = item.optional_vars.id if isinstance(item.optional_vars, ast.Name) else ""
                yield Tape(block, made, name, tuple(_asked(program, block, name)) if name else ())


def _asked(program: Program, block: ast.With, name: str) -> Iterator[ast.Call]:
    """tape.gradient(...) calls on this tape: those before the name is bound to another one."""
    scope = program.scope_of(block)
    for node in own_nodes(scope):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _ASKS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == name
        ):
            binding = binding_before(program, node.func.value)
            inside = binding is not None and (binding.node is block or _of_block(binding.node, block))
            if inside:
                yield node


def _of_block(node: ast.AST, block: ast.With) -> bool:
    return any(node is part or node is part.optional_vars for part in block.items)


def used_twice(program: Program, tape: Tape) -> ast.AST | None:
    """A second gradient of a tape that is not persistent, or one in a loop that the tape stands outside of."""
    if tape.flag("persistent") or any(
        k.arg == "persistent" and tape.flag("persistent") is None for k in tape.call.keywords
    ):
        return None
    for call in tape.asked:
        for around in program.ancestors(call):
            if isinstance(around, _LOOPS) and not any(part is tape.block for part in ast.walk(around)):
                first = around.generators[0].iter if isinstance(around, _LOOPS[2:]) else getattr(around, "iter", None)
                if first is None or not any(part is call for part in ast.walk(first)):
                    return call
    return tape.asked[1] if len(tape.asked) > 1 and not _either_or(program, *tape.asked[:2]) else None


def _either_or(program: Program, one: ast.AST, other: ast.AST) -> bool:
    """In the two branches of one `if`."""
    for around in program.ancestors(one):
        if isinstance(around, ast.If) and any(part is other for part in ast.walk(around)):
            return any(part is one for s in around.body for part in ast.walk(s)) != any(
                part is other for s in around.body for part in ast.walk(s)
            )
    return False


def none_source(program: Program, tape: Tape) -> ast.AST | None:
    """None among the sources, or the bias of a layer that was made without one."""
    for call in tape.asked:
        for source in sources_of(program, call):
            if isinstance(source, ast.Constant) and source.value is None:
                return source
            if isinstance(source, ast.Attribute) and source.attr == "bias":
                made = made_by(program, source.value)
                flags = {k.arg: k.value for k in made.keywords} if made is not None else {}
                given = flags.get("use_bias")
                if isinstance(given, ast.Constant) and given.value is False:
                    return source
    return None


def sources_of(program: Program, call: ast.Call) -> list[ast.expr]:
    """What a gradient is asked by, lists and names of lists taken apart."""
    given = next((k.value for k in call.keywords if k.arg == "sources"), call.args[1] if len(call.args) > 1 else None)
    if isinstance(given, ast.Name):
        binding = binding_before(program, given)
        if binding is not None and binding.how == "assign" and isinstance(binding.value, (ast.List, ast.Tuple)):
            given = binding.value
    if isinstance(given, (ast.List, ast.Tuple)):
        return list(given.elts)
    return [given] if given is not None else []


def _target(call: ast.Call) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == "target"), call.args[0] if call.args else None)


def not_watched(program: Program, tape: Tape) -> ast.AST | None:
    """A plain tensor is asked about that the tape was not told to watch."""
    watched = {
        ast.dump(argument)
        for node in own_nodes(program.scope_of(tape.block))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "watch"
        for given in node.args
        for argument in (given.elts if isinstance(given, (ast.List, ast.Tuple)) else [given])
    }
    for call in tape.asked:
        for source in sources_of(program, call):
            if tape.flag("watch_accessed_variables") is False and not watched:
                return call
            if isinstance(source, ast.Name) and ast.dump(source) not in watched and _is_plain(program, tape, source):
                return call
    return None


def _is_plain(program: Program, tape: Tape, source: ast.Name) -> bool:
    """A constant, or a parameter that goes into the model: no variable, and not computed under the tape."""
    found = binding_before(program, source)
    if found is None or any(found.node is part for part in ast.walk(tape.block)):
        return False
    if found.how == "parameter":
        return _goes_into_a_call(tape, source.id)
    value = found.value
    if found.how != "assign" or not isinstance(value, ast.Call):
        return isinstance(value, ast.Subscript) and _goes_into_a_call(tape, source.id)
    dotted = canonical(program, value.func)
    return bool(dotted) and last(dotted) in _PLAIN and library(dotted) in {"tensorflow", "numpy", "keras"}


def _goes_into_a_call(tape: Tape, name: str) -> bool:
    """Whether a name is handed to something under the tape (a list of variables is not)."""
    return any(
        isinstance(part, ast.Call) and any(isinstance(a, ast.Name) and a.id == name for a in part.args)
        for statement in tape.block.body
        for part in ast.walk(statement)
    )


def forward_outside(program: Program, tape: Tape) -> ast.AST | None:
    """The target is computed after the block, or from what the model gave before it."""
    for call in tape.asked:
        target = _target(call)
        owners = {
            ast.dump(s.value) for s in sources_of(program, call) if isinstance(s, ast.Attribute) and s.attr in _WEIGHTS
        }
        inside = any(part is call for part in ast.walk(tape.block))
        found = _outside(program, tape, target, owners, 0) if target is not None and owners and not inside else None
        if found is not None:
            return found
    return None


def _outside(program: Program, tape: Tape, value: ast.expr, owners: set[str], depth: int) -> ast.AST | None:
    """The first step of a computation that stands outside of the tape."""
    if depth > 6:
        return None
    if any(_calls_owner(part, owners) and _under(tape, part) for part in ast.walk(value)):
        return _predicts(value, owners)
    for name in [part for part in ast.walk(value) if isinstance(part, ast.Name)]:
        binding = binding_before(program, name)
        if binding is None or binding.how not in {"assign", "unpack"} or binding.value is None:
            continue
        if not _under(tape, binding.node):
            if binding.line > tape.block.lineno:
                inner = _outside(program, tape, binding.value, owners, depth + 1)
                if inner is not None or _reads_block(tape, binding.value):
                    return inner or binding.node
            if any(_calls_owner(part, owners) for part in ast.walk(binding.value)):
                return binding.node
            continue
        found = _outside(program, tape, binding.value, owners, depth + 1)
        if found is not None:
            return found
    return None


def _under(tape: Tape, node: ast.AST) -> bool:
    return any(part is node for statement in tape.block.body for part in ast.walk(statement))


def _reads_block(tape: Tape, value: ast.expr) -> bool:
    """Whether an expression uses a name that the block binds."""
    bound = {
        part.id
        for statement in tape.block.body
        for part in ast.walk(statement)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    return any(isinstance(part, ast.Name) and part.id in bound for part in ast.walk(value))


def _calls_owner(node: ast.AST, owners: set[str]) -> bool:
    """model(x), model.predict(x), self(x) of one of the owners of the sources."""
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in {"predict", "predict_on_batch", "call", "__call__"}:
        function = function.value
    return ast.dump(function) in owners


def _predicts(value: ast.expr, owners: set[str]) -> ast.AST | None:
    """model.predict under the tape gives NumPy arrays: the tape sees nothing of it."""
    for part in ast.walk(value):
        named = (
            isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr.startswith("predict")
        )
        if named and _calls_owner(part, owners):
            return part
    return None


_JUDGES = (
    ("used-twice", used_twice),
    ("none-source", none_source),
    ("not-watched", not_watched),
    ("forward-outside", forward_outside),
)
