"""load-weights-into-code: the model is built by the source, and only the weights come out of the file."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.model import Snippet
from troubleshooter.repair.build import Expression, expression, parsed
from troubleshooter.repair.code import Code, dotted, edited, every, last_name, read, text
from troubleshooter.repair.flow import assignments
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.loading import loads
from troubleshooter.repair.registering import registered

_MODELS = frozenset({"Model", "Sequential"})
_NOTE = (
    "the architecture comes from the code now, and only the weights from the file: the code has to build the same "
    "layers; save the model anew afterwards"
)


def repair(job: Job) -> Change:
    """Replace the loading call; make layers of the Lambdas, so that the next file holds no bytecode."""
    code = job.code
    call = next((one for one in loads(code) if one.args and last_name(one.func) != "from_config"), None)
    if call is None:
        raise CannotRepair("the source loads no model", hint="Build the model by its code and use load_weights.")
    statement = code.parents.get(call)
    line = code.parents.get(statement) if statement is not None else None
    if not isinstance(statement, cst.Assign) or not isinstance(line, cst.SimpleStatementLine):
        raise CannotRepair("the loaded model is not given a name")
    name = dotted(statement.targets[0].target)
    new = _lines(code, call, statement, line, name)
    module = edited(code.module, {line: cst.FlattenSentinel(new)})
    after, made, _ = registered(read(Snippet(module.code)), job.tf)
    return Change(module=after.module, exercises=("class", made[0]) if 0 in made else None, changes=_NOTE)


def _lines(
    code: Code, call: cst.Call, statement: cst.Assign, line: cst.SimpleStatementLine, name: str
) -> list[cst.BaseStatement]:
    """`model = build()` and `model.load_weights(file)`, each where it is needed."""
    built = _built(code, call)
    lines: list[cst.BaseStatement] = []
    if text(built) != name:
        lines.append(line.with_changes(body=[statement.with_changes(value=built)]))
    if last_name(call.func) == "load_model":
        lines.append(parsed(f"{name}.load_weights({text(_file(call))})\n"))
    if not lines:
        return [parsed("pass\n")]
    above = [] if len(lines) > 1 else list(line.leading_lines)
    lines[-1] = lines[-1].with_changes(leading_lines=above)
    lines[0] = lines[0].with_changes(leading_lines=line.leading_lines)
    return [one if i < len(lines) - 1 else _commented(one, line) for i, one in enumerate(lines)]


def _commented(statement: cst.BaseStatement, old: cst.SimpleStatementLine) -> cst.BaseStatement:
    return statement.with_changes(trailing_whitespace=old.trailing_whitespace)


def _file(call: cst.Call) -> Expression:
    """The file that is loaded."""
    return next((one.value for one in call.args if last_name(one.keyword) == "filepath"), call.args[0].value)


def _built(code: Code, call: cst.Call) -> Expression:
    """What makes the model in this source: the call of a function that returns one, or the name it has."""
    makers = {one.name.value for one in every(code.module, cst.FunctionDef) if _makes_model(one)}
    calls = [one for one in every(code.module, cst.Call) if dotted(one.func) in makers]
    if calls:
        return expression(text(calls[-1]))
    before = code.spans[call].start.line
    models = [(target, value) for target, value in assignments(code.module) if code.spans[value].start.line < before]
    named = [dotted(target) for target, value in models if _is_model(value)]
    if named and named[-1]:
        return cst.Name(named[-1]) if "." not in named[-1] else expression(named[-1])
    raise CannotRepair("the code that builds the model is not in the source", hint="Paste it: the weights fit into it.")


def _is_model(value: cst.CSTNode | None) -> bool:
    return isinstance(value, cst.Call) and last_name(value.func) in _MODELS


def _makes_model(function: cst.FunctionDef) -> bool:
    """A function that returns a model."""
    models = {dotted(target) for target, value in assignments(function) if _is_model(value)}
    returned = [one.value for one in every(function, cst.Return)]
    return any(_is_model(value) or (dotted(value) and dotted(value) in models) for value in returned)
