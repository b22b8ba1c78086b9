"""The README says what is so: its tour and its commands run as shown."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from _ext import examples

from learning_tracker.cli import main

README = Path(__file__).parents[1] / "README.md"
START = README.parent / "start.py"
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


# start.py


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """start.py, whose environment would be made in an empty folder."""
    spec = importlib.util.spec_from_file_location("start", START)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "python")
    return module


def test_the_first_run_is_said_to_need_the_internet(start: ModuleType) -> None:
    """The README and start.py say so before anybody starts."""
    assert "the internet" in TEXT.partition("python3 start.py")[0]
    assert "The first run needs the internet" in str(start.__doc__)


def test_an_older_python_gets_as_far_as_the_check_of_its_version() -> None:
    """start.py is grammar of Python 3.8, and no annotation is looked at when it is run."""
    tree = ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 8))
    first = tree.body[1]
    assert isinstance(first, ast.ImportFrom)
    assert (first.module, first.names[0].name) == ("__future__", "annotations")


def test_an_older_python_is_told(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an older Python start.py ends with a line that says which it needs."""
    monkeypatch.setattr(sys, "version_info", (3, 9, 0))
    with pytest.raises(SystemExit, match=r"^This needs Python 3\.11 or later; this is "):
        start.main()


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (subprocess.CalledProcessError(1, "ensurepip"), "this Python comes without pip"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
    ],
)
def test_an_environment_that_cannot_be_made_is_told_in_a_line(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, failure: Exception, why: str
) -> None:
    """Where Debian's python3-venv is missing, a line says so and there is no traceback."""

    def fail(*_: Any, **__: Any) -> None:
        raise failure

    monkeypatch.setattr(start.venv, "create", fail)
    with pytest.raises(SystemExit) as ended:
        start.set_up()
    assert f"cannot be made: {why}. Mend that" in str(ended.value)
    assert "sudo apt install python3-venv" in str(ended.value)
    assert "\n" not in str(ended.value)


def test_a_half_made_environment_is_made_anew(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment whose pip does not work is made from nothing; one that works stays."""
    start.ENVIRONMENT.mkdir()
    start.PYTHON.write_text("half", encoding="utf-8")
    made: list[dict[str, Any]] = []
    monkeypatch.setattr(start.venv, "create", lambda *_, **how: made.append(how))
    assert not start.works()
    start.make()
    assert made == [{"clear": True, "with_pip": True}]
    monkeypatch.setattr(start, "PYTHON", sys.executable)
    assert start.works()
