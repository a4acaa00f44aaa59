"""numpy-to-tf: NumPy, math and Python numbers on a tensor become TensorFlow operations."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.repair.code import text
from troubleshooter.repair.fill import like
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.numpy_calls import Converter


def repair(job: Job) -> Change:
    """Write the function with TensorFlow operations."""
    function = job.needed_function
    new = function.visit(Converter(job.code, job.flow, job.tf, like(job)))
    if not isinstance(new, cst.FunctionDef | cst.Lambda) or text(new) == text(function):
        raise CannotRepair("no NumPy call or Python number on a tensor was found in the function")
    return Change({function: new})
