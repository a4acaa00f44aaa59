"""knowledge/ -> Cause objects, with schema errors that name file, line and the mend.

`load()` reads the vocabulary and every folder under causes/ and returns a `Catalog`; anything that breaks the schema is
a `KnowledgeError`. No cause is code: a folder added under knowledge/causes is found without touching this package.
"""

from troubleshooter.catalog.catalog import Catalog, find_root, load

__all__ = ["Catalog", "find_root", "load"]
