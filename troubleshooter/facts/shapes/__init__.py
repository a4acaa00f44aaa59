"""Reading the shapes in a function: which sizes nobody knows while a model is built, which are written out, and which
operations lose, mix or drop rows.

`read_shapes(reading)` gives the `Event`s in the order met. Nothing is run; where the source does not tell a shape,
nothing is said about it.
"""

from troubleshooter.facts.shapes.observers import shape_observers
from troubleshooter.facts.shapes.reader import read_shapes
from troubleshooter.facts.shapes.values import Event

__all__ = ["Event", "read_shapes", "shape_observers"]
