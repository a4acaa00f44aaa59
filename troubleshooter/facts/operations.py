"""What is known of the functions of TensorFlow, Keras, NumPy and Python by dotted names: tables, and questions."""

from __future__ import annotations

from troubleshooter.intake.syntax import last, library

_LIBRARIES = frozenset({"tensorflow", "keras", "tensorflow_addons", "tensorflow_probability", "keras_core"})

_BLOCKERS = {
    **{
        name: name
        for name in (
            "argmax",
            "argmin",
            "argsort",
            "round",
            "floor",
            "ceil",
            "sign",
            "stop_gradient",
            "one_hot",
            "searchsorted",
            "shape",
            "size",
            "rank",
            "numpy_function",
            "count_nonzero",
            "nonzero",
            "digitize",
            "trunc",
            "in_top_k",
            "reduce_any",
            "reduce_all",
            "histogram_fixed_width",
            "bincount",
            "floordiv",
            "floor_divide",
            "bucketize",
            "categorical",
            "non_max_suppression",
            "confusion_matrix",
            "logical_and",
            "logical_or",
            "logical_not",
            "logical_xor",
            "in_top_k",
            "sequence_mask",
            "unique",
            "unique_with_counts",
            "invert_permutation",
            "bitwise_and",
            "bitwise_or",
            "bitwise_xor",
            "isin",
            "signbit",
            "histogram",
            "multi_hot",
            "floormod_int",
            "to_int32",
            "to_int64",
            "bitcast",
            "ctc_decode",
            "truncatediv",
            "setdiff1d",
            "string_to_hash_bucket_fast",
        )
    },
    "rint": "round",
    "around": "round",
    "ceiling": "ceil",
    "greater": "compare",
    "less": "compare",
    "equal": "compare",
    "not_equal": "compare",
    "greater_equal": "compare",
    "less_equal": "compare",
    "approximate_equal": "compare",
    "is_nan": "compare",
    "is_inf": "compare",
    "is_finite": "compare",
    "isnan": "compare",
    "isinf": "compare",
    "isfinite": "compare",
    "isclose": "compare",
    "is_non_decreasing": "compare",
    "is_strictly_increasing": "compare",
    "zeros_like": "constant",
    "ones_like": "constant",
    "full_like": "constant",
    "empty_like": "constant",
    "any": "reduce_any",
    "all": "reduce_all",
    "zero_fraction": "compare",
    "shape_n": "shape",
    "ndims": "rank",
    "l2_any": "compare",
}
_STATIC_MODULES = frozenset({"config", "version", "sysconfig", "distribute", "dtypes", "utils", "initializers"})
_STATIC = frozenset(
    {
        "int_shape",
        "ndim",
        "is_keras_tensor",
        "is_tensor",
        "is_symbolic_tensor",
        "floatx",
        "epsilon",
        "image_data_format",
        "backend",
        "executing_eagerly",
        "executing_eagerly_outside_functions",
        "inside_function",
        "as_dtype",
        "TensorShape",
        "get_static_value",
        "learning_phase",
        "is_sparse",
        "is_placeholder",
        "DType",
        "TensorSpec",
        "standardize_dtype",
        "result_type",
        "is_dense_tensor",
        "in_graph_mode",
    }
)
_PYTHON_LISTS = frozenset(
    {
        "unstack",
        "split",
        "meshgrid",
        "moments",
        "top_k",
        "unique",
        "unique_with_counts",
        "svd",
        "eigh",
        "eig",
        "qr",
        "lu",
        "slogdet",
        "required_space_to_batch_paddings",
        "normalize",
        "weighted_moments",
        "sufficient_statistics",
        "non_max_suppression_padded",
        "combined_non_max_suppression",
        "sample_distorted_bounding_box",
        "frexp",
        "modf",
        "while_loop",
        "scan",
        "rnn",
        "bidirectional_dynamic_rnn",
        "dynamic_rnn",
        "ctc_decode",
        "clip_by_global_norm",
        "gradients",
        "hessians",
        "batch_get_value",
        "dynamic_partition",
        "array_split",
        "nonzero",
        "fused_batch_norm",
        "image_gradients",
        "global_norm_clip",
        "tuple",
        "group",
        "split_v",
        "broadcast_static_shape",
        "histogram",
    }
)
_OPAQUE = frozenset(
    {
        "map_fn",
        "vectorized_map",
        "cond",
        "case",
        "switch_case",
        "py_function",
        "py_func",
        "switch",
        "foldl",
        "foldr",
        "function",
        "associative_scan",
        "map",
        "identity_n",
        "eager_py_function",
        "nest",
        "map_structure",
        "custom_gradient",
        "assert_shapes",
        "fori_loop",
        "bidirectional_rnn",
    }
)
HIGHER_ORDER = frozenset(
    {
        "map_fn",
        "vectorized_map",
        "cond",
        "case",
        "switch_case",
        "while_loop",
        "scan",
        "foldl",
        "foldr",
        "switch",
        "map",
        "associative_scan",
        "map_structure",
        "fori_loop",
        "in_train_phase",
        "smart_cond",
        "recompute_grad",
        "grad_pass_through",
    }
)
# Their function gets arrays or eager tensors.
FOREIGN = frozenset({"numpy_function", "py_function", "py_func", "eager_py_function"})

_NOTHING_METHODS = frozenset(
    {
        "append",
        "extend",
        "insert",
        "clear",
        "remove",
        "reverse",
        "sort",
        "update",
        "appendleft",
        "extendleft",
        "discard",
        "put",
        "put_nowait",
        "fill",
        "__setitem__",
        "__setattr__",
        "debug",
        "info",
        "warning",
        "error",
        "critical",
    }
)
_NOTHING_FUNCTIONS = frozenset(
    {
        "builtins.print",
        "builtins.setattr",
        "builtins.delattr",
        "builtins.exec",
        "random.shuffle",
        "random.seed",
        "numpy.random.shuffle",
        "numpy.random.seed",
        "numpy.copyto",
        "numpy.put",
        "numpy.fill_diagonal",
        "tensorflow.print",
        "numpy.save",
        "numpy.savetxt",
        "time.sleep",
        "warnings.warn",
        "pprint.pprint",
        "logging.info",
        "logging.debug",
        "logging.warning",
        "logging.error",
        "keras.backend.set_value",
        "keras.backend.clear_session",
        "operator.setitem",
        "tensorflow.random.set_seed",
        "keras.backend.set_floatx",
        "builtins.help",
        "matplotlib.pyplot.show",
        "gc.enable",
        "keras.backend.batch_set_value",
        "pdb.set_trace",
        "builtins.breakpoint",
        "sys.stdout.flush",
        "absl.logging.info",
    }
)
_CONVERTERS = frozenset({"get_value", "eval", "make_ndarray", "convert_to_numpy", "batch_get_value"})
NUMPY_METHODS = frozenset({"numpy", "item", "tolist", "__array__", "eval"})
STATIC_ATTRIBUTES = frozenset(
    {
        "shape",
        "ndim",
        "dtype",
        "name",
        "device",
        "graph",
        "op",
        "rank",
        "_keras_shape",
        "_keras_history",
        "__class__",
        "_keras_mask",
        "layout",
        "__name__",
        "__doc__",
        "_rank",
    }
)
STATIC_METHODS = frozenset({"get_shape", "set_shape", "_shape_as_list", "_shape_tuple", "ref", "__len__"})
STATIC_BUILTINS = frozenset(
    {
        "isinstance",
        "type",
        "hasattr",
        "callable",
        "id",
        "str",
        "repr",
        "issubclass",
        "dir",
        "vars",
        "hash",
        "format",
        "input",
        "open",
        "globals",
        "locals",
        "super",
        "object",
        "property",
    }
)
_NUMPY_HARMLESS = frozenset({"dtype", "iinfo", "finfo", "issubdtype", "ndim", "shape"})
_VARIABLES = frozenset({"Variable", "variable", "get_variable", "ResourceVariable"})
_STATELESS = frozenset(
    {
        "Activation",
        "Flatten",
        "Reshape",
        "Permute",
        "RepeatVector",
        "Lambda",
        "Masking",
        "Concatenate",
        "Add",
        "Subtract",
        "Multiply",
        "Average",
        "Maximum",
        "Minimum",
        "Dot",
        "ReLU",
        "LeakyReLU",
        "ELU",
        "ThresholdedReLU",
        "Softmax",
        "Rescaling",
        "Resizing",
        "CenterCrop",
        "Input",
        "InputLayer",
        "Identity",
        "ActivityRegularization",
        "InputSpec",
    }
)
_STATELESS_ENDINGS = (
    "Pooling1D",
    "Pooling2D",
    "Pooling3D",
    "Pool1D",
    "Pool2D",
    "Pool3D",
    "Padding1D",
    "Padding2D",
    "Padding3D",
    "Sampling1D",
    "Sampling2D",
    "Sampling3D",
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
)
_SEEDED = ("Dropout", "Dropout1D", "Dropout2D", "Dropout3D", "Noise")


def is_operation(dotted: str) -> bool:
    """A function of TensorFlow or Keras."""
    return library(dotted) in _LIBRARIES


def blocker(dotted: str) -> str:
    """The name of the operation where it has no gradient, or gradient zero; else ""."""
    if not is_operation(dotted):
        return ""
    parts = dotted.split(".")
    if len(parts) > 2 and parts[1] in {"strings", "bitwise", "sets"}:
        return ".".join(parts[1:])
    return _BLOCKERS.get(parts[-1], "")


def gives_static(dotted: str) -> bool:
    """A function whose result is a Python value, whatever it is given."""
    if not is_operation(dotted):
        return False
    parts = dotted.split(".")
    plain = len(parts) > 2 and parts[1] in _STATIC_MODULES and parts[-1] != "cast"
    return plain or parts[-1] in _STATIC or dotted in {"keras.ops.shape", "keras.ops.ndim"}


def result_shape(dotted: str) -> str:
    """What an operation gives: "list", "opaque" (nobody can tell) or "tensor"."""
    name = last(dotted)
    if name in _OPAQUE or ".raw_ops." in dotted or ".nest." in dotted or library(dotted) == "tensorflow_probability":
        return "opaque"
    return "list" if name in _PYTHON_LISTS else "tensor"


def gives_nothing(dotted: str) -> bool:
    """A function that always gives None."""
    return (
        dotted in _NOTHING_FUNCTIONS
        or (is_operation(dotted) and ".debugging." in dotted and last(dotted).startswith("assert"))
        or (library(dotted) == "matplotlib" and last(dotted) in {"show", "savefig", "close"})
    )


def method_gives_nothing(method: str) -> bool:
    """A method that, on the usual containers and loggers, always gives None."""
    return method in _NOTHING_METHODS


def converts_to_numpy(dotted: str) -> bool:
    """A function that turns a tensor into an array: np.anything, K.eval, ops.convert_to_numpy."""
    if library(dotted) in {"numpy", "scipy", "cv2", "pandas", "sklearn", "skimage"}:
        return last(dotted) not in _NUMPY_HARMLESS and dotted.count(".") > 0
    return is_operation(dotted) and last(dotted) in _CONVERTERS


def makes_variable(dotted: str) -> bool:
    """tf.Variable, K.variable, keras.Variable, tf.compat.v1.get_variable."""
    return is_operation(dotted) and last(dotted) in _VARIABLES


def layer_weights(dotted: str) -> str:
    """Of a layer class: "none" where it never has weights, "maybe" (random layers keep a seed) or "some"."""
    name = last(dotted)
    if name in _STATELESS or name.endswith(_STATELESS_ENDINGS):
        return "none"
    return "maybe" if name.endswith(_SEEDED) or name.startswith("Random") else "some"
