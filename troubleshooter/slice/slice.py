"""The smallest program that defines a target: line numbers stay, the layer is bound to `__target__`."""

from __future__ import annotations

import ast

from troubleshooter.intake.syntax import FUNCTIONS, Program, class_of, read
from troubleshooter.model import Slice, Snippet, Target, TargetKind, Traceback
from troubleshooter.slice.carry import Block, Carrier, block_of
from troubleshooter.slice.inputs import input_specs

_LAMBDA = '__import__("tensorflow").keras.layers.Lambda'
_DROPPABLE = {"input_shape", "batch_input_shape", "input_dim", "name", "output_shape", "trainable", "weights"}


def make_slice(snippet: Snippet, target: Target, traceback: Traceback | None = None) -> Slice:
    """Cut the target out of the snippet, with the inputs it is called with."""
    specs, as_list, assumed = input_specs(snippet, target, traceback)
    program = read(snippet.text)
    if program is None:
        return Slice("", target, specs, as_list, assumed, ("the source",))
    carrier = Carrier(program)
    binding = _binding(program, carrier, target)
    if binding is None:
        return Slice("", target, specs, as_list, assumed, (*carrier.missing, "the function"))
    carrier.policies()
    carrier.hoist()
    source = _render(program, carrier, binding)
    if not _compiles(source):
        return Slice("", target, specs, as_list, assumed, (*carrier.missing, "a readable cut of the source"))
    notes = [f"`{text}` was not in the source" for text in carrier.supplied.values()]
    return Slice(source, target, specs, as_list, (*assumed, *notes), tuple(carrier.missing))


def _binding(program: Program, carrier: Carrier, target: Target) -> Block | None:
    """The statement that binds `__target__`, and, in the carrier, all it needs."""
    construction = program.at(target.construction, (ast.Call,))
    if isinstance(construction, ast.Call):
        return _construction(program, carrier, construction)
    function = program.at(target.function, FUNCTIONS)
    if function is None:
        return None
    owner = program.parents.get(function)
    if isinstance(owner, ast.ClassDef) and target.kind is TargetKind.CALL:
        return Block(_last_line(program) + 1, 0, f"__target__ = {carrier.instance(owner)}")
    return _bare(program, carrier, function)


def _bare(program: Program, carrier: Carrier, function: ast.AST) -> Block | None:
    """A function without a Lambda gets one."""
    owner = program.parents.get(function)
    if isinstance(function, ast.Lambda):
        carrier.need(function)
        place = program.place(function)
        text = f"__target__ = {_LAMBDA}({program.segment(function)})"
        return Block(place.line, place.column, text)
    if not isinstance(function, ast.FunctionDef):
        return None
    if isinstance(owner, ast.ClassDef):
        return Block(_last_line(program) + 1, 0, f"__target__ = {_LAMBDA}({carrier.instance(owner)}.{function.name})")
    carrier.blocks[function] = block_of(program, function)
    carrier.need(function)
    return Block(_last_line(program) + 1, 0, f"__target__ = {_LAMBDA}({function.name})")


def _construction(program: Program, carrier: Carrier, construction: ast.Call) -> Block:
    """`__target__ = Lambda(...)` on the construction's own line."""
    place = program.place(construction)
    prefix = ""
    owner = _self_of(program, construction)
    if owner is not None:
        carrier.carried.add(("self", _self_parameter(program, construction)))
        prefix = f"{_self_name(program, construction)} = {carrier.instance(owner)}; "
    dropped = _dropped(program, construction)
    for part in (construction.func, *construction.args, *(k.value for k in construction.keywords if k not in dropped)):
        carrier.need(part) if owner is None else _need_beside_self(carrier, part)
    text = _without(program, construction, dropped)
    return Block(place.line, place.column, f"{prefix}__target__ = ({text})")


def _need_beside_self(carrier: Carrier, part: ast.AST) -> None:
    """What a construction in a method needs besides self."""
    known = "self" in carrier.missing
    carrier.need(part)
    if not known:
        carrier.missing.pop("self", None)


def _self_parameter(program: Program, node: ast.AST) -> ast.AST | None:
    """The parameter node of `self` in the method around a node."""
    method = program.enclosing(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    arguments = getattr(method, "args", None)
    return arguments.args[0] if isinstance(arguments, ast.arguments) and arguments.args else None


def _self_name(program: Program, node: ast.AST) -> str:
    return getattr(_self_parameter(program, node), "arg", "self")


def _self_of(program: Program, construction: ast.Call) -> ast.ClassDef | None:
    """The class whose self a construction uses."""
    for name in ast.walk(construction):
        if isinstance(name, ast.Name) and name.id == _self_name(program, construction):
            owner = class_of(program, name)
            method = program.enclosing(construction, (ast.FunctionDef, ast.AsyncFunctionDef))
            if owner is not None and program.parents.get(method) is owner:  # type: ignore[arg-type]
                return owner
    return None


def _dropped(program: Program, construction: ast.Call) -> list[ast.keyword]:
    """Keywords that the function does not need and that would need data."""
    dropped = []
    for keyword in construction.keywords:
        if keyword.arg in _DROPPABLE:
            trial = Carrier(program)
            trial.need(keyword.value)
            if trial.missing:
                dropped.append(keyword)
    return dropped


def _without(program: Program, construction: ast.Call, dropped: list[ast.keyword]) -> str:
    """The text of the construction without some keywords."""
    if not dropped:
        return program.segment(construction)
    parts = [program.segment(a) for a in construction.args]
    parts += [
        f"{k.arg}={program.segment(k.value)}" if k.arg else f"**{program.segment(k.value)}"
        for k in construction.keywords
        if k not in dropped
    ]
    return f"{program.segment(construction.func)}({', '.join(parts)})"


def _last_line(program: Program) -> int:
    return len(program.lines)


def _render(program: Program, carrier: Carrier, binding: Block) -> str:
    """All blocks at their lines; the rest of the lines blank."""
    rows = [""] * max(len(program.lines), binding.line)
    taken = [False] * len(rows)  # lines inside or at the head of a block that cannot be shared
    late: list[str] = []
    for block in sorted(_outermost(program, carrier), key=lambda b: (b.line, b.column)):
        _place(rows, taken, block, late)
    head = list(dict.fromkeys(carrier.supplied.values()))
    tail = [*late]
    if head and not taken[0]:
        rows[0] = "; ".join([*head, *([rows[0]] if rows[0] else [])])
    elif head:
        tail = [*head, *late]
        rows[0] = rows[0].replace("@tf.", '@__import__("tensorflow").') if rows[0].startswith("@") else rows[0]
    binding_text = "; ".join([*tail, binding.text]) if all("\n" not in t for t in tail) else ""
    overlap = _conflicts(taken, binding) or not binding_text or binding.line == len(rows)
    if overlap and tail:
        rows.extend([*tail, binding.text])  # what stands at the end can only be used behind it
    elif overlap and rows[binding.line - 1 : binding.line] != [""]:
        rows.append(binding_text or binding.text)
    else:
        _place(rows, taken, Block(binding.line, binding.column, binding_text), rows)
    return "\n".join(rows).rstrip("\n") + "\n"


def _outermost(program: Program, carrier: Carrier) -> list[Block]:
    """The blocks that no other carried block contains."""
    keys = set(carrier.blocks)
    return [
        block
        for node, block in carrier.blocks.items()
        if not any(parent in keys and not isinstance(parent, (ast.For, ast.arg)) for parent in program.ancestors(node))
    ]


def _conflicts(taken: list[bool], block: Block) -> bool:
    lines = range(block.line - 1, block.line + block.text.count("\n"))
    return any(i < len(taken) and taken[i] for i in lines)


def _place(rows: list[str], taken: list[bool], block: Block, late: list[str]) -> None:
    """Write a block at its line, behind what stands there; where it cannot share the line, it goes to the end."""
    lines = block.text.split("\n")
    start = block.line - 1
    if _conflicts(taken, block) or (rows[start] and not block.simple):
        late.append(block.text)
        return
    rows[start] = f"{rows[start]}; {lines[0]}" if rows[start] else lines[0]
    for offset, line in enumerate(lines[1:], 1):
        rows[start + offset] = line
    for offset in range(len(lines)):
        # The last line of a simple statement may be shared, as `a = (1,\n 2); b = 3` can.
        taken[start + offset] |= not block.simple or offset < len(lines) - 1
    if block.simple and len(lines) > 1:
        taken[start] = True


def _compiles(source: str) -> bool:
    try:
        compile(source, "slice", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
