"""Rewrites the person's source by the recipe that a cause names; everything else stays as it was written."""

from __future__ import annotations

from troubleshooter.repair.apply import propose, recipe_names

__all__ = ["propose", "recipe_names"]
