"""Which tests must run in one process when several run at once (pytest -n 2 --dist loadgroup).

A file's tests share its fixtures, and stay together. The live tests of the examples are the bulk: there it is enough
that one example's tests meet the same report.
"""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the group it is scheduled with."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    if item.path.name == "test_knowledge_live.py":
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        return str(getattr(parameters.get("example"), "id", item.path.name))
    return str(item.path)
