"""The README says what is there: its causes, its files, its commands."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from wheel_help import ROOT

from troubleshooter.cli.parser import build_parser
from troubleshooter.model import Paste, Report, Status
from troubleshooter.report import to_json

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    return re.findall(rf"<!-- {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)[0]


def test_every_option_of_triage_is_told() -> None:
    commands = next(action for action in build_parser()._actions if isinstance(action.choices, dict))
    for action in commands.choices["triage"]._actions:
        for option in action.option_strings:
            assert option in README or option in {"-h", "--help"}
    for name in commands.choices:
        assert f"troubleshooter {name}" in README


def test_the_example_has_the_shape_of_the_schema() -> None:
    example = json.loads(block("example"))
    empty = to_json(Report(Status.HEALTHY, Paste()))
    assert list(example) == list(empty)
    assert list(example["environment"]) == list(empty["environment"])


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!https?:)[^)]+)\)", README))
def test_what_it_links_to_is_there(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("name", re.findall(r"`((?:knowledge|troubleshooter|tests)/[\w/.-]+)`", README))
def test_what_it_names_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_ci_finds_the_commands_in_the_readme() -> None:
    script = f"sed -n '/^<!-- tests -->$/,/^```$/p' '{ROOT / 'README.md'}' | sed '1,2d;$d'"
    found = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    assert found == block("tests")
    assert "readme_command tests" in (ROOT / ".ci" / "run").read_text()
