"""The smallest program that defines the Lambda's function; which Lambda is meant."""

from troubleshooter.slice.targets import find_targets

__all__ = ["find_targets"]
