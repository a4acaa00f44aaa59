"""Which names held None where a program failed: in its own frames, and in those where Keras takes a loss.

Only names that the failing statement uses count, and not those that it merely compares with None. Values are looked up
in the frame's own tables and in instance dictionaries: no property or method of the program is called.
"""

import ast
import os

from . import unmask

FRAMES_KEPT = 12
AT_LOSS = {"y_true", "y_pred", "y"}
HOMES = ("loss", "compile_utils", "trainer", "training")
MISSING = object()


def observe(problem, path):
    """The field `nones` of probes/program.py: one entry for each None, innermost frames first."""
    tree = parsed(path)
    found = []
    for one in exceptions(problem):
        for frame, line in reversed(list(unmask.walk(unmask.own(one, "__traceback__")))):
            file = frame.f_code.co_filename
            entries = in_program(frame, line, tree) if file == path else in_keras(frame, file)
            found += [entry for entry in entries if entry not in found]
    return found[:FRAMES_KEPT]


def exceptions(problem):
    """An exception and those behind it, the oldest first: that one tells what went wrong."""
    chain = []
    while problem is not None and len(chain) < unmask.LINKS_KEPT and all(problem is not one for one in chain):
        chain.append(problem)
        problem = unmask.own(problem, "__cause__") or unmask.own(problem, "__context__")
    return chain[::-1]


def parsed(path):
    """The program's tree, or None."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return ast.parse(file.read())
    except (SyntaxError, ValueError, OSError, RecursionError):
        return None


def in_keras(frame, file):
    """What Keras was given to compute a loss of, where that is None."""
    name = os.path.basename(file)
    if "keras" not in file or not any(home in name for home in HOMES):
        return []
    taken = frame.f_code.co_varnames[: frame.f_code.co_argcount]
    held = [one for one in taken if one in AT_LOSS and frame.f_locals.get(one, MISSING) is None]
    both = {"y_true", "y_pred"} <= set(taken) or {"y", "y_pred"} <= set(taken)
    return [
        {
            "line": 0,
            "function": frame.f_code.co_name,
            "name": one,
            "kind": "prediction" if one == "y_pred" else "targets",
        }
        for one in held
        if both
    ]


def in_program(frame, line, tree):
    """The None-valued names that one statement of the program uses; an entry of kind "none" where there are none."""
    statement = innermost(tree, line)
    names = [one for node in used(statement) for one in held_none(node, frame)] if statement is not None else []
    base = {"line": line, "function": frame.f_code.co_name}
    return [dict(base, name=name, kind=kind) for name, kind in dict(names).items()] or [dict(base, name="", kind="no")]


def innermost(tree, line):
    """The part that runs at a line: a simple statement, a lambda's body, or the head of a compound statement."""
    best = None
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, (ast.stmt, ast.Lambda)) and not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            end = getattr(node, "end_lineno", None) or node.lineno
            if node.lineno <= line <= end and (best is None or end - node.lineno <= best[0]):
                best = (end - node.lineno, node)
    return best[1] if best else None


def used(statement):
    """The names and attributes that a statement reads, not those that it tests for None."""
    tested, parts = set(), [statement]
    body = set()
    for name in ("body", "orelse", "finalbody", "handlers"):
        block = getattr(statement, name, None)
        if isinstance(block, list):
            body.update(id(one) for one in block)
    while parts:
        node = parts.pop(0)
        if id(node) in body:
            continue
        if isinstance(node, ast.Compare) and any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            tested.update(id(one) for one in ast.walk(node))
        if isinstance(node, (ast.Name, ast.Attribute)) and id(node) not in tested:
            yield node
        parts.extend(ast.iter_child_nodes(node))


def held_none(node, frame):
    """(name, kind) of a name or attribute that holds None in a frame."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        kind, value = look_up(node.id, frame)
        return [(node.id, kind)] if value is None else []
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and isinstance(node.ctx, ast.Load):
        _, owner = look_up(node.value.id, frame)
        table = getattr(owner, "__dict__", None) if owner is not MISSING else None
        value = table.get(node.attr, MISSING) if isinstance(table, dict) else MISSING
        return [(node.value.id + "." + node.attr, "attribute")] if value is None else []
    return []


def look_up(name, frame):
    """(kind, value) of a name in a frame."""
    code = frame.f_code
    if name in frame.f_locals:
        taken = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        kind = "parameter" if name in taken else "closure" if name in code.co_freevars else "local"
        return ("global" if code.co_name == "<module>" else kind), frame.f_locals[name]
    return "global", frame.f_globals.get(name, MISSING)
