"""The child's own files: standard library and tensorflow only, Python 3.9 grammar, run by path (see __main__)."""
