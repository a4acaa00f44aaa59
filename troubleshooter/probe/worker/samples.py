"""Stand-in inputs: what a layer was called on, as specs, and tensors of that form with chosen signs."""

KINDS = ("positive", "negative", "zero", "mixed")
UNKNOWN_SIZE = 6  # stands for a dimension, other than the batch, that is not known
ELEMENTS_KEPT = 2_000_000


class Spec:
    """Shape and dtype of one tensor. `fixed`: its batch size is part of the model and may not be varied."""

    def __init__(self, shape, dtype, fixed=False):
        self.shape = tuple(shape)
        self.dtype = dtype
        self.fixed = fixed

    def data(self):
        """The spec as JSON, its batch size left open unless fixed."""
        shape = list(self.shape)
        if shape and not self.fixed:
            shape[0] = None
        return {"shape": shape, "dtype": self.dtype}


class Unusable(Exception):
    """A value that no stand-in can be made for (sparse, ragged, unknown rank)."""


def spec_of(value):
    """The spec of a tensor-like value, or None when it is none; raises Unusable."""
    if isinstance(value, (str, bytes, bool, int, float, type)) or not hasattr(value, "dtype"):
        return None
    if type(value).__name__ in {"RaggedTensor", "SparseTensor", "IndexedSlices"} or getattr(value, "sparse", False):
        raise Unusable(type(value).__name__)
    shape = getattr(value, "shape", None)
    if shape is None or getattr(shape, "rank", 0) is None:
        raise Unusable("unknown rank")
    dtype = getattr(value.dtype, "name", None) or str(value.dtype)
    symbolic = type(value).__name__ == "KerasTensor"
    sizes = tuple(None if size is None else int(size) for size in shape)
    return Spec(sizes, dtype.replace("<dtype: '", "").rstrip("'>"), symbolic and bool(sizes) and sizes[0] is not None)


def map_values(function, value):
    """Apply `function` to the leaves of nested lists, tuples and dicts."""
    if isinstance(value, dict):
        return {key: map_values(function, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and not hasattr(value, "dtype"):
        items = [map_values(function, item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return function(value)


def leaves(value):
    """The leaves of nested lists, tuples and dicts, in order."""
    found = []
    map_values(found.append, value)
    return found


def structure_of(value):
    """The same structure with a Spec in the place of each tensor; other values stay. Raises Unusable."""

    def convert(item):
        spec = spec_of(item)
        return item if spec is None else spec

    return map_values(convert, value)


def specs_in(structure):
    """The Specs of a structure, in order."""
    return [leaf for leaf in leaves(structure) if isinstance(leaf, Spec)]


def fill(structure, kind, batch, salt=0):
    """The structure with a stand-in tensor for each Spec."""
    count = [salt]

    def convert(item):
        if not isinstance(item, Spec):
            return item
        count[0] += 1
        return sample(item, kind, batch, count[0])

    return map_values(convert, structure)


def sizes_for(spec, batch):
    """The concrete sizes of a stand-in."""
    sizes = [UNKNOWN_SIZE if size is None else size for size in spec.shape]
    if sizes and not spec.fixed:
        sizes[0] = batch
    return sizes


def sample(spec, kind, batch, salt=0):
    """A tensor for one spec: values of the chosen sign, every row different, the same at every run."""
    import numpy
    import tensorflow as tf

    sizes = sizes_for(spec, batch)
    count = 1
    for size in sizes:
        count *= size
    if count > ELEMENTS_KEPT * 10:
        raise Unusable("too large: %s" % sizes)
    dtype = tf.as_dtype(spec.dtype)
    place = numpy.arange(count, dtype="float64")
    if dtype == tf.string:
        return tf.constant(numpy.array(["text %d" % (n % 3) for n in range(count)]).reshape(sizes))
    values = signed(0.2 + 1.6 * ((place * 0.6180339887 + salt * 0.377) % 1.0), kind, place, salt)
    if dtype.is_bool:
        values = {"zero": place * 0, "mixed": (place + salt) % 2, "negative": place * 0}.get(kind, place * 0 + 1)
    elif dtype.is_integer:
        values = signed(1 + (place + salt) % 3, kind, place, salt)
    return tf.cast(tf.constant(values.reshape(sizes)), dtype)


def signed(values, kind, place, salt):
    """Positive values with the signs of the kind."""
    if kind == "negative":
        return -values
    if kind == "zero":
        return values * 0
    if kind == "mixed":
        values[((place * 0.41421356 + salt * 0.29) % 1.0) > 0.5] *= -1
    return values


def can_be(spec, kind):
    """Whether a dtype has values of this kind (there is no negative uint8)."""
    unsigned = spec.dtype.startswith("uint") or spec.dtype in {"bool", "string"}
    return not (kind == "negative" and unsigned)
