"""Names that the module level of a source uses and nothing in it defines; whether it is a whole program."""

from __future__ import annotations

import ast
import builtins

# What people import out of habit and leave out of a paste. Their meaning is settled by convention, so that a source
# which lacks nothing but these is still the whole program to everybody who reads facts from it.
_CONVENTIONAL = (
    "tf tensorflow np numpy keras tf_keras K backend ops layers models optimizers losses metrics plt pd os sys "
    "math random time display get_ipython Model Sequential Input Layer Lambda Adam SGD RMSprop "
)
_LAYERS = (
    "Dense Dropout Flatten Embedding LSTM GRU SimpleRNN Concatenate concatenate Add Multiply Subtract Average Dot "
    "Activation Reshape Permute RepeatVector Masking Bidirectional TimeDistributed BatchNormalization "
    "LayerNormalization Attention Conv1D Conv2D Conv3D Conv2DTranspose MaxPooling1D MaxPooling2D AveragePooling2D "
    "GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling2D ZeroPadding2D UpSampling2D ReLU LeakyReLU "
    "Softmax "
)
_MODULE_NAMES = {"__name__", "__file__", "__doc__", "__builtins__", "__spec__", "__package__", "__loader__"}
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
# A call of one of these makes a model or runs one.
_RUNS = (
    "fit predict evaluate compile train_on_batch Model Sequential GradientTape apply_gradients minimize gradient "
    "load_model summary print "
)


_NAMING = (ast.stmt, ast.arg, ast.alias, ast.ExceptHandler, ast.pattern)


def missing_names(tree: ast.Module) -> tuple[str, ...]:
    """Names used at module level (class bodies, decorators and defaults included) that nothing defines or imports."""
    nodes = list(ast.walk(tree))
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in nodes):
        return ()
    defined = _defined(nodes) | set(dir(builtins)) | _MODULE_NAMES
    used = (name for statement in tree.body for name in _module_level_loads(statement))
    return tuple(dict.fromkeys(name for name in used if name not in defined))


def conventional(name: str) -> bool:
    """Whether `name` is an import that everybody writes the same way."""
    return name in _CONVENTIONAL.split() or name in _LAYERS.split()


def only_defines(tree: ast.Module) -> bool:
    """Whether the source runs nothing, so that it cannot be all of a program that failed: functions and classes alone,
    or lines without any import that make and train no model."""
    if all(isinstance(statement, _DEFINITIONS) or _is_constant(statement) for statement in tree.body):
        return True
    imports = any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree))
    return not imports and not _called(tree).intersection(_RUNS.split())


def _is_constant(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign | ast.Expr) and isinstance(statement.value, ast.Constant)


def _called(tree: ast.Module) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


def _defined(nodes: list[ast.AST]) -> set[str]:
    """Every name bound anywhere; a loose answer on purpose, since a false alarm makes a whole program partial."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                found.add(node.id)
        elif not isinstance(node, _NAMING):
            continue  # most nodes: thousands of lines take a third of the time
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            found.add(node.name)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            found.update(node.names)
    return found


def _module_level_loads(statement: ast.stmt) -> list[str]:
    """Names read while the statement runs; the bodies of functions and lambdas run later, or never."""
    found: list[str] = []
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.append(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += [*node.decorator_list, *node.args.defaults, *(item for item in node.args.kw_defaults if item)]
        elif isinstance(node, ast.Lambda):
            waiting += [*node.args.defaults, *(item for item in node.args.kw_defaults if item)]
        else:
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))
    return found
