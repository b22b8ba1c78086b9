"""The README says what is so: its tour and its commands run as shown."""

import re
from pathlib import Path

import click
import pytest
from _ext import examples

from learning_tracker.cli import main

README = Path(__file__).parents[1] / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_the_tour_and_the_commands_print_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every piece of Python and every command in the README prints what stands below it."""
    monkeypatch.chdir(tmp_path)
    others = [
        f"line {example.line}: {example.code}\nprinted:\n{printed}"
        for example, printed in examples.run(TEXT, str(README))
    ]
    assert not others, "\n\n".join(others)


def test_every_output_belongs_to_code() -> None:
    """Every block of output follows the code that prints it."""
    told = [one for one in examples.examples(TEXT) if one.language == "python" and one.output]
    assert TEXT.count("```text\n") == len(told)


@pytest.mark.parametrize("command", main.commands.values(), ids=lambda command: command.name)
def test_every_command_is_mentioned(command: click.Command) -> None:
    """Every command has its line in the README."""
    assert f"learning-tracker {command.name}" in TEXT


def test_one_command_runs_it_and_one_runs_its_tests() -> None:
    """The README gives one command that sets up and runs, and one that sets up and tests."""
    commands = re.findall(r"^```sh\n(.*?)\n```$", TEXT, re.MULTILINE | re.DOTALL)
    assert commands == ["python3 start.py", "python3 start.py tests"]


def test_links_lead_somewhere() -> None:
    """Every link of the README to a file of the project leads to one that is there."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", TEXT)
    assert "LICENSE" in targets
    assert [one for one in targets if not (README.parent / one).exists()] == []
