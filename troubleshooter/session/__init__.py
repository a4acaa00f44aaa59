"""The dialogue's state machine: a generator that yields wishes and does no I/O."""

from troubleshooter.session.consult import Session, consult

__all__ = ["Session", "consult"]
