"""The smallest program that defines the Lambda's function; which Lambda is meant."""

from troubleshooter.slice.choose import choose_target
from troubleshooter.slice.inputs import input_specs
from troubleshooter.slice.slice import make_slice
from troubleshooter.slice.targets import find_targets

__all__ = ["choose_target", "find_targets", "input_specs", "make_slice"]
