"""What took the place of backend functions, TensorFlow 1 names and keras.ops: the tables of one recipe, nothing else.

A value is a name below `tf`. What stands after `|` is an argument that the new function does not default to.
"""

from __future__ import annotations

from collections.abc import Mapping

_SHARED = {
    "abs": "abs", "square": "square", "sqrt": "sqrt", "exp": "exp", "log": "math.log", "pow": "pow", "sign": "sign",
    "sin": "sin", "cos": "cos", "tanh": "tanh", "sigmoid": "sigmoid", "softmax": "nn.softmax",
    "softplus": "nn.softplus", "softsign": "nn.softsign", "relu": "nn.relu", "elu": "nn.elu", "round": "round",
    "maximum": "maximum", "minimum": "minimum", "equal": "equal", "not_equal": "not_equal", "greater": "greater",
    "greater_equal": "greater_equal", "less": "less", "less_equal": "less_equal", "cast": "cast",
    "reshape": "reshape", "transpose": "transpose", "squeeze": "squeeze", "tile": "tile", "one_hot": "one_hot",
    "sum": "reduce_sum", "mean": "reduce_mean", "max": "reduce_max", "min": "reduce_min", "prod": "reduce_prod",
    "std": "math.reduce_std", "var": "math.reduce_variance", "any": "reduce_any", "all": "reduce_all",
    "logsumexp": "reduce_logsumexp", "cumsum": "cumsum", "cumprod": "math.cumprod", "zeros_like": "zeros_like",
    "ones_like": "ones_like", "zeros": "zeros", "ones": "ones", "eye": "eye", "shape": "shape", "arange": "range",
    "stop_gradient": "stop_gradient", "clip": "clip_by_value",
}  # fmt: skip

BACKEND: Mapping[str, str] = {
    **_SHARED,
    "l2_normalize": "math.l2_normalize", "permute_dimensions": "transpose", "expand_dims": "expand_dims|axis=-1",
    "concatenate": "concat|axis=-1", "stack": "stack", "repeat_elements": "repeat", "gather": "gather",
    "dot": "matmul", "argmax": "argmax|axis=-1", "argmin": "argmin|axis=-1", "constant": "constant",
    "random_normal": "random.normal", "random_uniform": "random.uniform",
    "truncated_normal": "random.truncated_normal", "switch": "where", "reverse": "reverse", "map_fn": "map_fn",
    "foldl": "foldl", "foldr": "foldr", "name_scope": "name_scope", "variable": "Variable", "dropout": "nn.dropout",
    "bias_add": "nn.bias_add", "one_hot": "one_hot",
}  # fmt: skip

# where the first argument says it all: {} is that argument
BACKEND_FORMS: Mapping[str, str] = {
    "int_shape": "tuple({}.shape)", "ndim": "len({}.shape)", "dtype": "{}.dtype", "flatten": "tf.reshape({}, [-1])",
    "get_value": "{}.numpy()", "batch_flatten": "tf.reshape({0}, (tf.shape({0})[0], -1))",
}  # fmt: skip

OPS: Mapping[str, str] = {
    **_SHARED,
    "absolute": "abs", "subtract": "subtract", "add": "add", "multiply": "multiply", "divide": "divide",
    "matmul": "matmul", "dot": "matmul", "expand_dims": "expand_dims", "concatenate": "concat|axis=0",
    "stack": "stack", "take": "gather", "argmax": "argmax", "argmin": "argmin", "where": "where",
    "power": "pow", "negative": "negative", "floor": "floor", "ceil": "math.ceil", "log1p": "math.log1p",
    "convert_to_tensor": "convert_to_tensor", "split": "split", "top_k": "math.top_k", "norm": "norm",
    "log_softmax": "nn.log_softmax", "gelu": "nn.gelu", "silu": "nn.silu", "leaky_relu": "nn.leaky_relu",
    "einsum": "einsum", "isnan": "math.is_nan", "logical_and": "logical_and", "logical_or": "logical_or",
    "logical_not": "logical_not", "roll": "roll", "sort": "sort", "argsort": "argsort", "cross": "linalg.cross",
}  # fmt: skip

TENSORFLOW: Mapping[str, str] = {
    "to_float": "cast|tf.float32", "to_double": "cast|tf.float64", "to_int32": "cast|tf.int32",
    "to_int64": "cast|tf.int64", "div": "divide", "floor_div": "math.floordiv", "floordiv": "math.floordiv",
    "mod": "math.floormod", "floormod": "math.floormod", "random_normal": "random.normal",
    "random_uniform": "random.uniform", "truncated_normal": "random.truncated_normal",
    "random_shuffle": "random.shuffle", "random_gamma": "random.gamma", "random_poisson": "random.poisson",
    "random_crop": "image.random_crop", "multinomial": "random.categorical", "set_random_seed": "random.set_seed",
    "matrix_inverse": "linalg.inv", "matrix_diag": "linalg.diag", "matrix_diag_part": "linalg.diag_part",
    "matrix_transpose": "linalg.matrix_transpose", "matrix_band_part": "linalg.band_part",
    "matrix_determinant": "linalg.det", "matrix_solve": "linalg.solve", "matrix_set_diag": "linalg.set_diag",
    "matrix_triangular_solve": "linalg.triangular_solve", "cholesky": "linalg.cholesky", "trace": "linalg.trace",
    "diag": "linalg.tensor_diag", "diag_part": "linalg.tensor_diag_part", "self_adjoint_eig": "linalg.eigh",
    "svd": "linalg.svd", "qr": "linalg.qr", "cross": "linalg.cross", "global_norm": "linalg.global_norm",
    "lin_space": "linspace", "arg_max": "argmax", "arg_min": "argmin", "where_v2": "where", "reverse_v2": "reverse",
    "depth_to_space": "nn.depth_to_space", "space_to_depth": "nn.space_to_depth", "py_func": "numpy_function",
    "sparse_tensor_to_dense": "sparse.to_dense", "sparse_tensor_dense_matmul": "sparse.sparse_dense_matmul",
    "fft": "signal.fft", "ifft": "signal.ifft", "check_numerics": "debugging.check_numerics",
    "nn.softmax_cross_entropy_with_logits_v2": "nn.softmax_cross_entropy_with_logits",
    "image.resize_images": "image.resize", "image.resize_bilinear": "image.resize",
    "image.resize_nearest_neighbor": "image.resize|method='nearest'",
    "image.resize_bicubic": "image.resize|method='bicubic'", "accumulate_n": "add_n",
    **{name: f"math.{name}" for name in (
        "log", "log1p", "log_sigmoid", "expm1", "erf", "erfc", "ceil", "rint", "rsqrt", "reciprocal", "is_nan",
        "is_inf", "is_finite", "count_nonzero", "squared_difference", "real", "imag", "conj", "angle", "lgamma",
        "digamma", "polygamma", "betainc", "lbeta", "zeta", "igamma", "cumprod", "segment_sum", "segment_mean",
        "segment_max", "segment_min", "segment_prod", "unsorted_segment_sum", "unsorted_segment_mean",
        "unsorted_segment_max", "unsorted_segment_min", "invert_permutation", "bincount", "div_no_nan",
        "confusion_matrix", "logical_xor", "is_non_decreasing", "is_strictly_increasing",
    )},
}  # fmt: skip

KEYWORDS: Mapping[str, str] = {
    "keep_dims": "keepdims", "reduction_indices": "axis", "dimension": "axis", "squeeze_dims": "axis",
    "concat_dim": "axis",
}  # fmt: skip
# keywords of the old function that the new one names otherwise
RENAMED: Mapping[str, Mapping[str, str]] = {
    "permute_dimensions": {"pattern": "perm"}, "clip": {
        "min_value": "clip_value_min", "max_value": "clip_value_max", "x_min": "clip_value_min",
        "x_max": "clip_value_max",
    }, "repeat_elements": {"rep": "repeats"}, "concatenate": {"tensors": "values"},
    "one_hot": {"num_classes": "depth"}, "to_float": {}, "dropout": {"level": "rate"},
    "switch": {"then_expression": "x", "else_expression": "y"}, "reverse": {"axes": "axis"},
    "transpose": {"axes": "perm"}, "reshape": {"newshape": "shape"},
}  # fmt: skip
# graphs, sessions and the layers of TensorFlow 1: nothing takes their place by name
NO_PLACE = frozenset({
    "ConfigProto", "GPUOptions", "InteractiveSession", "Print", "Session", "app", "assign", "assign_add",
    "assign_sub", "contrib", "disable_eager_execution", "flags", "get_default_graph", "get_default_session",
    "get_variable", "get_variable_scope", "global_variables", "global_variables_initializer",
    "initialize_all_variables", "local_variables_initializer", "logging", "placeholder", "placeholder_with_default",
    "reset_default_graph", "trainable_variables", "variable_scope", "variables_initializer",
})  # fmt: skip
