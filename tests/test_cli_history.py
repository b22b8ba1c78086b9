"""The commands that tell of a history and undo changes, as they are typed."""

from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.cli.inputs import BY

FATHERS = lt.Theme(id="fathers", name="Fathers")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with two changes to one record."""
    monkeypatch.delenv(BY, raising=False)
    path = str(tmp_path / "riverton.db")
    with lt.open(path) as tracker:
        with tracker.change(by="unit", why="begin"):
            tracker.add(FATHERS)
        with tracker.change(by="chair", why="a better name"):
            tracker.replace(attrs.evolve(FATHERS, name="Fathers and male carers"))
    return path


def run(*args: str, **environment: str) -> Result:
    """The result of a command, run in this process."""
    return CliRunner().invoke(main, args, env=environment)


def newest(file: str) -> str:
    """The id of the last change."""
    with lt.open(file) as tracker:
        return tracker.log()[0].one.change


def name(file: str) -> str:
    """What the record is called."""
    with lt.open(file) as tracker:
        return tracker["fathers"].label


def test_history(file: str) -> None:
    """With an ID, the revisions of a record; without, every record by its last change."""
    told = run("history", file, "fathers", "--format", "csv")
    assert "a better name" in told.output
    assert "Records by their last change" in run("history", file).output
    assert "did you mean fathers" in run("history", file, "father").output


def test_log(file: str) -> None:
    """The changes are told, all of them or those since a day."""
    assert run("log", file).output.count("change-") == 2
    told = run("log", file, "--since", "2099")
    assert told.exit_code == 0
    assert (
        "00:00 on 1 January 2099 (UTC) is still to come: nothing can have changed since."
        in told.output
    )
    assert run("log", file, "--since", "soon").exit_code == 2


def test_undo(file: str) -> None:
    """A change is undone by whoever --by names; the message is no data."""
    result = run("undo", file, newest(file), "--by", "chair", "--why", "a mistake")
    assert result.exit_code == 0
    assert name(file) == "Fathers"
    with lt.open(file) as tracker:
        assert tracker.log()[0].one.why.endswith(": a mistake")


def test_who_undoes_may_stand_in_the_environment(file: str) -> None:
    """Where --by is not given, LEARNING_TRACKER_BY says who; where neither does, a sentence."""
    asked = ("undo", file, newest(file), "--why", "a mistake")
    for environment in ({}, {BY: " "}):
        refused = run(*asked, **environment)
        assert refused.exit_code == 2
        assert "say who makes the change" in refused.output
        assert BY in refused.output
    assert run(*asked, **{BY: "chair"}).exit_code == 0
    assert name(file) == "Fathers"


def test_why_it_is_undone_must_be_said(file: str) -> None:
    """A reason is asked for, and an unknown change is met with those like it."""
    change = newest(file)
    assert run("undo", file, change, "--by", "chair").exit_code == 2
    wrong = run("undo", file, change[:-1], "--by", "chair", "--why", "a mistake")
    assert (wrong.exit_code, f"did you mean {change}" in wrong.output) == (2, True)


def test_reports_and_lists_as_known_at_a_moment(file: str) -> None:
    """A report is printed as it was recorded by a moment, and so are lists of actions."""
    with lt.open(file) as tracker:
        first = tracker.log()[-1].one.at
        with tracker.change(by="unit", why="an action"):
            tracker.add(lt.Action(id="a", statement="Change the form.", agreed_on="2025-01-01"))
    at = ("--known-at", first.isoformat())
    told = run("report", file, "--as-at", "2025-03-31", *at).output
    assert "As at 31 March 2025; as recorded by" in told
    assert "Change the form." in run("actions", file).output
    assert "Change the form." not in run("actions", file, *at).output
    refused = run("report", file, "--known-at", "2025-03-31T12:00")
    assert (refused.exit_code, "any place on earth" in refused.output) == (2, True)
