"""The probes: each file has `run(arguments, report)` and says in its docstring what it observes."""
