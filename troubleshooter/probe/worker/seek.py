"""Which layer a request means, and what it is called on."""

import ast
import gc

from . import exercise, samples, unmask

FUNCTIONS_KEPT = 8


def functions(asked, stage, recorder, arguments):
    """The field `functions` of probes/program.py: one entry a thing asked for."""
    return [one_function(wanted, stage, recorder, arguments) for wanted in asked[:FUNCTIONS_KEPT]]


def one_function(wanted, stage, recorder, arguments):
    """Find and exercise one layer or function."""
    kind = "target" if wanted.get("target") else "class" if wanted.get("class") else "lambda"
    callee = find(wanted, kind, stage, recorder)
    data = {
        "line": wanted.get("line"),
        "kind": kind,
        "name": "",
        "found": callee is not None,
        "inputs": [],
        "inputs_from": "guess",
        "as_list": False,
    }
    if kind == "class":
        data["class"] = wanted["class"]
    if callee is None or not recorder.families:
        return data
    data["name"] = str(getattr(callee, "name", "") or getattr(callee, "__name__", ""))[:200]
    args, kwargs, data["inputs_from"] = form_of(callee, recorder, arguments)
    subject = exercise.Subject(callee, args, kwargs, family_of(callee, recorder), stage.path)
    data["inputs"] = [spec.data() for spec in subject.specs]
    data["as_list"] = bool(args) and isinstance(args[0], (list, tuple, dict))
    data["calls"] = program_calls(callee, recorder)
    try:
        data.update(exercise.exercise(subject))
    except BaseException as problem:  # what one of them does must not cost what the others tell
        data["trouble"] = unmask.chain(problem, stage.path, keep_worker=True)
    return data


def program_calls(callee, recorder):
    """How often the program itself called the layer, and what came of it: value, none or raised."""
    counts = {"value": 0, "none": 0, "raised": 0}
    for call in recorder.calls:
        if call.layer is callee:
            counts[call.result or "raised"] += 1
    return counts


def find(wanted, kind, stage, recorder):
    """The thing meant, or None when the program has not made it."""
    if kind == "target":
        return stage.module.__dict__.get("__target__")
    if kind == "class":
        return best([thing for thing in live_layers(recorder) if type(thing).__name__ == wanted["class"]], recorder)
    lines = same_call(stage.path, wanted.get("line"))
    made = [layer for line, layer, whole, _ in recorder.constructions if whole and line in lines]
    return best(made, recorder)


def live_layers(recorder):
    """The layers that the program left."""
    kinds = tuple(family.layers.Layer for family in recorder.families)
    found = []
    for thing in gc.get_objects():
        try:
            if isinstance(thing, kinds):
                found.append(thing)
        except Exception:
            continue
    return found


def best(layers, recorder):
    """Of several layers made at one place: the one whose call failed, else the last that was called, else the last."""
    for failed in (True, False):
        for call in reversed(recorder.calls):
            if any(call.layer is layer for layer in layers) and (not failed or not call.result):
                return call.layer
    return layers[-1] if layers else None


def same_call(path, line):
    """The lines that one construction may be recorded under: a call over several lines has one of its lines."""
    lines = {line}
    try:
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
    except (SyntaxError, ValueError, OSError, RecursionError):
        return lines
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and makes_lambda(node)]
    spans = [(node.lineno, node.end_lineno) for node in made]
    around = [span for span in spans if span[0] <= (line or 0) <= span[1]]
    starting = [span for span in spans if span[0] == line] or around
    for start, end in sorted(starting, key=lambda span: span[1] - span[0])[:1]:
        others = {other for other, _ in spans if other != start}
        lines.update(set(range(start, end + 1)) - others)
    return lines


def makes_lambda(node):
    """Whether a call's function is named like a Lambda layer."""
    name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
    return name == "Lambda"


def family_of(callee, recorder):
    """The Keras a layer belongs to; tf.keras for a plain function."""
    for family in recorder.families:
        if isinstance(callee, family.layers.Layer):
            return family
    return recorder.families[0]


def form_of(callee, recorder, arguments):
    """(args, kwargs, where they are from): as the program called it, as given with the request, or a guess."""
    for failed in (True, False):
        for call in reversed(recorder.calls):
            if call.layer is callee and call.args is not None and (not failed or not call.result):
                kwargs = {name: value for name, value in call.kwargs.items() if name not in {"training", "mask"}}
                if samples.specs_in([call.args, kwargs]):
                    return call.args, kwargs, "frame" if failed else "layer"
    given = [
        samples.Spec(given_shape(spec), str(spec.get("dtype") or "float32"))
        for spec in arguments.get("inputs") or []
        if isinstance(spec, dict)
    ]
    specs = given or [samples.Spec((None, 4), "float32")]
    return [specs] if arguments.get("as_list") else specs, {}, "given" if given else "guess"


def given_shape(spec):
    """The shape of a spec of the request."""
    shape = spec.get("shape")
    return [None if size is None else int(size) for size in shape] if isinstance(shape, (list, tuple)) else [None, 4]
