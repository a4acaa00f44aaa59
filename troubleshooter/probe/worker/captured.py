"""What a function uses that was made outside of it: variables and layers, by closure, by global name, by `self`."""

# ruff: noqa: B905  (zip has no `strict` before Python 3.10)

import functools
import gc
import inspect
import types


def plain_variable(weight):
    """The TensorFlow variable of a weight: Keras 3 keeps it in `.value`."""
    inner = getattr(weight, "value", None)
    return weight if inner is None or callable(inner) else inner


def is_variable(value):
    """Whether a value is a variable of TensorFlow or Keras."""
    return not isinstance(value, type) and hasattr(value, "assign") and hasattr(value, "trainable")


def is_layer(value):
    """Whether a value is a layer (or model)."""
    made = not isinstance(value, type) and hasattr(value, "trainable_weights")
    return made and callable(getattr(value, "call", None))


def function_of(callee):
    """The Python function behind a Lambda, a layer, a partial, a tf.function or a decorated function; None if none."""
    if is_layer(callee):
        callee = getattr(callee, "function", None) or callee.call
    for _ in range(10):
        inner = getattr(callee, "python_function", None) or getattr(callee, "__wrapped__", None)
        if isinstance(callee, functools.partial):
            inner = callee.func
        if inner is None:
            break
        callee = inner
    return callee if isinstance(callee, (types.FunctionType, types.MethodType)) else None


def with_defaults(function, args, kwargs):
    """The keyword arguments of a plain function call: `training` and `mask` are given where it must have them."""
    given = dict(kwargs)
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return given
    for place, parameter in enumerate(parameters):
        missing = parameter.default is parameter.empty and parameter.name not in given and place >= len(args)
        if missing and parameter.name in {"training", "mask"}:
            given[parameter.name] = False if parameter.name == "training" else None
    return given


def find(callee):
    """The captured variables and layers of a layer or function, as the field `captured` of probes/program.py."""
    function = function_of(callee)
    if function is None:
        return []
    own = {id(plain_variable(weight)) for weight in getattr(callee, "weights", None) or []}
    found = {}
    collect(function, found, set(), callee)
    tracked = tracked_variables()
    return [entry(name, value, own, tracked) for name, value in found.items()]


def collect(function, found, seen, callee):
    """Add what one function uses to `found` (name -> value), following helpers of the program itself."""
    code = getattr(function, "__code__", None)
    if code is None or code in seen or len(seen) > 50:
        return
    seen.add(code)
    for name, value in visible(function, names_of(code)):
        if value is callee:
            continue
        if is_variable(value) or is_layer(value):
            found.setdefault(name, value)
        elif isinstance(value, (types.FunctionType, types.MethodType)) and value.__module__ == "__main__":
            collect(value, found, seen, callee)


def names_of(code):
    """Every name used by a code object and those inside it."""
    names = set(code.co_names) | set(code.co_freevars)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= names_of(constant)
    return names


def visible(function, names):
    """(name, value) of what a function can see of the named things: closure, globals, attributes of `self`."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            yield name, cell.cell_contents
        except ValueError:
            continue
    for name in sorted(names):
        if name in function.__globals__:
            yield name, function.__globals__[name]
    owner = getattr(function, "__self__", None)
    for name in sorted(names) if owner is not None else ():
        value = getattr(owner, "__dict__", {}).get(name)
        if value is not None:
            yield "self." + name, value


def tracked_variables():
    """The ids of the variables that some model of the program owns."""
    owned = set()
    for thing in list(gc.get_objects()):
        try:
            if is_layer(thing) and hasattr(thing, "compile") and hasattr(thing, "fit"):
                owned.update(id(plain_variable(weight)) for weight in thing.weights)
        except Exception:
            continue
    return owned


def entry(name, value, own, tracked):
    """One captured thing as data."""
    if is_variable(value):
        known = id(plain_variable(value)) in own | tracked
        return {"name": name, "kind": "variable", "trainable": bool(value.trainable), "tracked": known}
    weights = [plain_variable(weight) for weight in value.trainable_weights]
    return {
        "name": name,
        "kind": "layer",
        "trainable": bool(weights),
        "tracked": all(id(weight) in own | tracked for weight in weights),
    }
