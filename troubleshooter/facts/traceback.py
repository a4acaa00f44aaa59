"""Facts that the text of an error settles. One observer = one function; every message was seen in a captured error."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from troubleshooter.facts.call_form import observe_call_form
from troubleshooter.facts.kinds import told_input_dtype
from troubleshooter.facts.none_gradient import observe_none_gradient
from troubleshooter.facts.own_raise import observe_own_raise
from troubleshooter.facts.placeholder_route import observe_route
from troubleshooter.facts.shape_place import observe_place
from troubleshooter.facts.stage import observe_stage
from troubleshooter.model import CASE, ErrorLink, Fact, Place, Snippet, Target, TargetKind, Traceback

MASK = re.compile(r"could not automatically infer the (shape|dtype) of the Lambda's output")
_NONE_ATTRIBUTE = re.compile(r"'NoneType' object has no attribute '(\w+)'")
_ITERATED = re.compile(r"Iterating over a symbolic `tf\.Tensor` is not allowed")
_LOOPS = re.compile(r"\bfor\b|\b(sum|list|tuple|sorted|zip|map|enumerate|any|all|set)\(")
_NONE_INPUT = re.compile(r"Inputs to a layer should be tensors\. Got:? '?None")
FALLBACK = Target("lambda:?", TargetKind.LAMBDA, "", None)

# (fact, value, pattern over the core message). The first that fits a link settles the fact about the target.
_ABOUT_FUNCTION = (
    ("item-assignment", "yes", r"does not support item assignment"),
    ("python-value", "numpy-method", r"'(Symbolic)?Tensor' object has no attribute 'numpy'"),
    ("python-value", "numpy-call", r"Cannot convert a symbolic (tf\.)?Tensor .* to a numpy array"),
    ("python-value", "number", r"\b(float|int|complex)\(\) argument must be .*not '(Symbolic)?Tensor'"),
    ("python-value", "length", r"len is not well defined for a symbolic|object of type '(Symbolic)?Tensor' has no len"),
    ("python-value", "math-call", r"must be real number, not (Symbolic)?Tensor"),
    (
        "truth-of-tensor",
        "yes",
        r"[Uu]sing a symbolic `tf\.Tensor` as a Python `bool`|as a Python `bool` is not allowed",
    ),
    ("creates", "variable", r"tf\.function only supports singleton tf\.Variables created on the first call"),
    ("arity", "many-for-list", r"missing \d+ required positional arguments?"),
    ("arity", "none-taken", r"takes 0 positional arguments but"),
)
_ABOUT_CASE = (
    ("upstream-gradient", "lost", r"No gradients provided for any variable"),
    ("upstream-gradient", "lost", r"Gradients do not exist for variables"),
    ("trains", "yes", r"No gradients provided for any variable|Gradients do not exist for variables"),
)
_TWO_DTYPES = re.compile(
    r"has type \w+ that does not match type \w+ of argument"
    r"|must have the same dtype, got"
    r"|Expected \w+ passed to parameter .* got"
    r"|[Ee]xpected \w+, but got .* of type"
    r"|was expected to be an? \w+ tensor but is an? \w+ tensor"
    r"|has DataType \w+ not in list of allowed values"
    r"|Tensor conversion requested dtype \w+ for Tensor with dtype \w+"
    r"|[Cc]annot convert .* to EagerTensor of dtype"
    r"|Value for attr '\w+' of \w+ is not in the list of allowed values"
    r"|have types \[.{0,200}\] that don't all match"
)
_DESCRIBED = re.compile(r"got \{'class_name': '__")
_UNTRACKED = re.compile(r"following Variables were used (in )?a Lambda layer's call")
_TRAINING = re.compile(r"\b(fit|train_step|train_on_batch|apply_gradients|minimize|train_function|compute_gradients)\b")


def observe_traceback(
    traceback: Traceback, targets: Sequence[Target], snippet: Snippet | None, *, by: str = "traceback"
) -> tuple[Fact, ...]:
    """What an error's text settles: facts about the case and about the likeliest target (the first of `targets`).

    `by` is "traceback" for a pasted text and "probe:program" for an exception that the worker saw.
    """
    target = targets[0] if targets else FALLBACK
    links = traceback.chain
    found = [
        *observe_call_form(links, target.subject, by),
        *_from_messages(links, target.subject, _ABOUT_FUNCTION, by),
        *_from_messages(links, CASE, _ABOUT_CASE, by),
        *_iterated(links, target.subject, by),
        *_from_warnings(traceback.warnings, target.subject, by),
        *_masked(links, by),
        *_route(links, snippet, by),
        *_dtype_conflict(links, targets, by),
        *told_input_dtype(links, target.subject, by),
        *observe_own_raise([one for one in links if not MASK.search(one.message)], targets, by),
        *_empty_gradients(links, by),
        *_traced_none(links, target.subject, by),
        *_trains(links, by),
        *observe_route(links, by),
        *observe_none_gradient(effective(links), snippet, by),
        *observe_stage(links, by),
        *observe_place(effective(links), targets, by),
    ]
    return tuple({(fact.subject, fact.name): fact for fact in reversed(found)}.values())


def effective(links: Sequence[ErrorLink]) -> tuple[ErrorLink, ...]:
    """The links that tell the failure: those Keras hid or chained before, without the mask when one is known."""
    told = tuple(link for link in links if not MASK.search(link.message))
    return told or tuple(links)


def _from_messages(
    links: Iterable[ErrorLink], subject: str, table: Iterable[tuple[str, str, str]], by: str
) -> Iterable[Fact]:
    for link in links:
        for name, value, pattern in table:
            if re.search(pattern, link.message):
                yield Fact(subject, name, value, by, _place(link))


def _iterated(links: Iterable[ErrorLink], subject: str, by: str) -> Iterable[Fact]:
    """A loop over a tensor. Unpacking one (`a, b = x`), and a decorator's own code, iterate too: the line tells."""
    for link in links:
        frame = link.user_frame
        if _ITERATED.search(link.message) and frame is not None and _LOOPS.search(frame.code):
            yield Fact(subject, "truth-of-tensor", "yes", by, _place(link))


def _from_warnings(warnings: Iterable[str], subject: str, by: str) -> Iterable[Fact]:
    for text in warnings:
        if _UNTRACKED.search(text):
            yield Fact(subject, "untracked-weights", "yes", by)
        if "Gradients do not exist for variables" in text:
            yield Fact(CASE, "upstream-gradient", "lost", by)
            yield Fact(CASE, "trains", "yes", by)


def _place(link: ErrorLink) -> Place | None:
    frame = link.user_frame
    return Place(frame.line, frame.line) if frame else None


def _masked(links: Sequence[ErrorLink], by: str) -> Iterable[Fact]:
    if not any(MASK.search(link.message) for link in links):
        yield Fact(CASE, "masked", "absent", by)
    else:
        hidden = any(not MASK.search(link.message) for link in links)
        yield Fact(CASE, "masked", "no" if hidden else "yes", by)


def _traced_none(links: Sequence[ErrorLink], subject: str, by: str) -> Iterable[Fact]:
    # Keras 3 asks the traced output for its shape; this inner error means that the function gave None.
    for link in links:
        match = _NONE_ATTRIBUTE.search(link.message)
        last = link.frames[-1] if link.frames else None
        if match and match[1] == "shape" and last and "lambda_layer" in last.file:
            yield Fact(subject, "graph-result", "none", by)


def _route(links: Sequence[ErrorLink], snippet: Snippet | None, by: str) -> Iterable[Fact]:
    for link in effective(links):
        if _NONE_INPUT.search(link.message):  # Keras looked at what it was given, before any layer ran on it
            yield Fact(CASE, "route", "layer-input", by, _place(link))
            return
        match = _NONE_ATTRIBUTE.search(link.message)
        if match:
            route = _route_of(link, match[1], snippet)
            yield Fact(CASE, "route", route, by, _place(link))
            if route == "gradient":  # the None that was asked for its attribute is a gradient that was lost
                yield Fact(CASE, "upstream-gradient", "lost", by, _place(link))
            return


def _route_of(link: ErrorLink, attribute: str, snippet: Snippet | None) -> str:
    last = link.frames[-1] if link.frames else None
    if last and last.origin == "keras" and last.function == "match_dtype_and_rank":
        return "prediction"
    if link.wrapper is not None:
        given = [text.strip() for name, text in link.wrapper.arguments.items() if name in {"inputs", "args"}]
        return "layer-input" if given and given[0] in {"None", "('None',)"} else "inside-function"
    if last and "lambda_layer" in last.file:
        return "other"  # Keras 3 asking the traced output for its shape: told by `graph-result`
    if _inside_lambda(link):
        return "inside-function"
    if last and last.origin == "user":
        return _by_source(last.line, attribute, snippet)
    if last and re.search(r"loss|trainer|regulariz", last.file + last.function):
        return "loss"
    return "other"


def _inside_lambda(link: ErrorLink) -> bool:
    """Whether the person's innermost frame was called from Keras's Lambda layer (unfiltered errors show it)."""
    frames = list(link.frames)
    mine = max((index for index, frame in enumerate(frames) if frame.origin == "user"), default=-1)
    return any(frame.origin == "keras" and "lambda_layer" in frame.file for frame in frames[: max(mine, 0)])


def _by_source(line: int, attribute: str, snippet: Snippet | None) -> str:
    """Whether the None on a line of the person's own code is a gradient, as far as the source tells."""
    if snippet is None:
        return "other"
    try:
        tree = ast.parse(snippet.text)
    except (SyntaxError, ValueError, RecursionError):
        return "other"
    gradients = _gradient_names(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == attribute
            and node.lineno <= line <= (node.end_lineno or line)
        ):
            names = {item.id for item in ast.walk(node.value) if isinstance(item, ast.Name)}
            if names & gradients:
                return "gradient"
    return "other"


def _gradient_names(tree: ast.AST) -> set[str]:
    """Names bound, in one step or through loops and comprehensions, to what `tape.gradient(...)` returned."""
    names: set[str] = set()
    for _ in range(3):  # x = tape.gradient(); for g in x; h = f(g): three hops are as far as real loops go
        for node in ast.walk(tree):
            value, target = _binding(node)
            if value is not None and target is not None and _mentions_gradient(value, names):
                names |= {item.id for item in ast.walk(target) if isinstance(item, ast.Name)}
    return names


def _binding(node: ast.AST) -> tuple[ast.AST | None, ast.AST | None]:
    if isinstance(node, ast.Assign):
        return node.value, node.targets[0]
    if isinstance(node, ast.For | ast.comprehension):
        return node.iter, node.target
    return None, None


def _mentions_gradient(value: ast.AST, names: set[str]) -> bool:
    return any(
        (isinstance(item, ast.Attribute) and item.attr in {"gradient", "gradients", "compute_gradients"})
        or (isinstance(item, ast.Name) and item.id in names)
        for item in ast.walk(value)
    )


def _dtype_conflict(links: Sequence[ErrorLink], targets: Sequence[Target], by: str) -> Iterable[Fact]:
    # A tensor that a file gave back as its description is no question of dtypes, whatever the message says.
    told = [one for one in effective(links) if _TWO_DTYPES.search(one.message) and not _DESCRIBED.search(one.message)]
    if told:
        link = next((link for link in reversed(told) if link.user_frame), told[-1])
        yield Fact(CASE, "dtype-conflict", _where_conflict(link, targets), by, _place(link))


def _where_conflict(link: ErrorLink, targets: Sequence[Target]) -> str:
    mine = [frame.line for frame in link.frames if frame.origin == "user"]
    layers = [item for item in targets if item.kind in {TargetKind.LAMBDA, TargetKind.CALL}]
    helpers = [item for item in targets if item.kind is TargetKind.HELPER]
    inside = any(_has_line(item, line) for item in layers for line in mine)
    # A helper belongs to a layer or to the training code around: the frames above it tell which.
    inside = inside or (bool(mine) and all(any(_has_line(item, line) for item in helpers) for line in mine))
    told = link.wrapper is not None or _inside_lambda(link)
    return "in-function" if inside or told or not mine else "elsewhere"


def _has_line(target: Target, line: int) -> bool:
    return target.function is not None and target.function.line <= line <= target.function.end_line


def _empty_gradients(links: Sequence[ErrorLink], by: str) -> Iterable[Fact]:
    for link in links:
        frames = " ".join(f"{frame.file} {frame.function}" for frame in link.frames[-3:])
        unpacked = re.search(r"not enough values to unpack \(expected 2, got 0\)", link.message)
        if unpacked and (not frames or re.search(r"optimizer|apply", frames)):
            yield Fact(CASE, "empty-gradients", "yes", by, _place(link))
            yield Fact(CASE, "trains", "yes", by)


def _trains(links: Sequence[ErrorLink], by: str) -> Iterable[Fact]:
    for link in links:
        if any(frame.origin != "user" and _TRAINING.search(frame.function) for frame in link.frames):
            yield Fact(CASE, "trains", "yes", by)
            return
