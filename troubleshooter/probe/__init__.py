"""The parent's side of the worker: start it in an interpreter, ask it for probes, believe none of it."""

from troubleshooter.probe.client import Worker
from troubleshooter.probe.interpreters import Interpreter, choose_interpreter, named_in_traceback
from troubleshooter.probe.protocol import LAYERS, Layer

__all__ = ["LAYERS", "Interpreter", "Layer", "Worker", "choose_interpreter", "named_in_traceback"]
