"""Functions of TensorFlow and Keras by what they do to a shape."""

from __future__ import annotations

LIBRARIES = frozenset({"tensorflow", "keras", "keras_core", "tensorflow_probability"})

# Where the shape stands among the positional arguments; by keyword it is called shape, dims, multiples or size.
TAKES_SHAPE = {
    "reshape": 1,
    "zeros": 0,
    "ones": 0,
    "fill": 0,
    "full": 0,
    "constant": 2,
    "broadcast_to": 1,
    "tile": 1,
    "normal": 0,
    "uniform": 0,
    "truncated_normal": 0,
    "random_normal": 0,
    "random_uniform": 0,
    "random_bernoulli": 0,
    "random_binomial": 0,
    "stateless_normal": 1,
    "stateless_uniform": 1,
    "eye": 0,
    "range": 0,
    "one_hot": 1,
}
MADE = frozenset({
    "zeros", "ones", "fill", "full", "normal", "uniform", "truncated_normal", "random_normal", "random_uniform",
    "random_bernoulli", "random_binomial", "stateless_normal", "stateless_uniform",
})  # fmt: skip
NUMBERS = frozenset({"range", "constant", "convert_to_tensor", "one_hot", "eye", "fill", "sqrt", "divide", "multiply"})
ELEMENTWISE = frozenset({
    "relu", "relu6", "sigmoid", "tanh", "exp", "log", "square", "sqrt", "rsqrt", "abs", "identity", "stop_gradient",
    "clip_by_value", "clip", "dropout", "round", "floor", "ceil", "sign", "sin", "cos", "negative", "reciprocal",
    "softplus", "elu", "gelu", "selu", "swish", "silu", "leaky_relu", "log1p", "expm1", "erf", "zeros_like",
    "ones_like", "is_nan", "nan_to_num", "hard_sigmoid",
})  # fmt: skip
BINARY = frozenset({
    "add", "subtract", "multiply", "divide", "maximum", "minimum", "pow", "add_n", "divide_no_nan", "truediv",
    "squared_difference", "greater", "less", "equal", "not_equal", "greater_equal", "less_equal", "floormod",
})  # fmt: skip
REDUCES = frozenset({
    "reduce_mean", "reduce_sum", "reduce_max", "reduce_min", "reduce_prod", "reduce_std", "reduce_variance",
    "reduce_any", "reduce_all", "reduce_logsumexp", "reduce_euclidean_norm", "mean", "sum", "max", "min", "prod",
    "std", "var", "any", "all", "logsumexp", "argmax", "argmin", "norm", "amax", "amin",
})  # fmt: skip
# The shape stays; the axes used where none is given.
CUMULATIVE = {
    "softmax": (-1,),
    "log_softmax": (-1,),
    "cumsum": (0,),
    "cumprod": (0,),
    "sort": (-1,),
    "argsort": (-1,),
    "normalize": (-1,),
    "reverse": (-1,),
    "roll": (-1,),
    "flip": (-1,),
}
NORMALIZES = frozenset({"l2_normalize"})  # over everything where no axis is given
