"""Traceback, Snippet, Environment, Outcome -> Facts. One observer is one function."""

from troubleshooter.facts.source import observe_source

__all__ = ["observe_source"]
