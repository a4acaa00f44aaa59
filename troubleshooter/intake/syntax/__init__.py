"""What both reading rooms (facts, slice) need of `ast`: the tree with its names, functions and layers."""

from troubleshooter.intake.syntax.functions import (
    Resolved,
    calls_of,
    class_named,
    class_of,
    is_layer_class,
    is_layer_name,
    member,
    own_nodes,
    passed,
    resolve,
    returned,
)
from troubleshooter.intake.syntax.lambdas import given_arguments, is_lambda, lambda_argument, lambda_calls
from troubleshooter.intake.syntax.names import canonical, is_keras, last, library, normal
from troubleshooter.intake.syntax.once import once, once_a_program
from troubleshooter.intake.syntax.program import FUNCTIONS, SCOPES, Binding, Function, Program, read
from troubleshooter.intake.syntax.roles import given_functions, used_results
from troubleshooter.intake.syntax.shapes import Shape, Spec, float_type, inputs_of, integer
from troubleshooter.intake.syntax.wiring import (
    Application,
    Form,
    Producer,
    applications,
    binding_before,
    form,
    made_by,
    producer,
)

__all__ = [
    "FUNCTIONS",
    "SCOPES",
    "Application",
    "Binding",
    "Form",
    "Function",
    "Producer",
    "Program",
    "Resolved",
    "Shape",
    "Spec",
    "applications",
    "binding_before",
    "calls_of",
    "canonical",
    "class_named",
    "class_of",
    "float_type",
    "form",
    "given_arguments",
    "given_functions",
    "inputs_of",
    "integer",
    "is_keras",
    "is_lambda",
    "is_layer_class",
    "is_layer_name",
    "lambda_argument",
    "lambda_calls",
    "last",
    "library",
    "made_by",
    "member",
    "normal",
    "once",
    "once_a_program",
    "own_nodes",
    "passed",
    "producer",
    "read",
    "resolve",
    "returned",
    "used_results",
]
