"""The commands that tell of a history and undo changes, as they are typed."""

from pathlib import Path

import attrs
import click
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


READING = {
    "report": (), "check": (), "themes": (), "actions": (), "changes": ("--since", "2000"),
    "trace": ("fathers",), "search": ("fathers",), "history": ("fathers",), "log": (),
    "export": ("--tables", "tables"),
}  # fmt: skip
"""Every command that reads a tracker and tells of its records, with what it is asked."""


def test_every_command_that_reads_is_asked_as_known_at() -> None:
    """Each offers it in the same words; those that change, copy or look for damage do not."""
    offered = {
        name: one.help
        for name, command in main.commands.items()
        for one in command.params
        if isinstance(one, click.Option) and "--known-at" in one.opts
    }
    assert set(offered) == set(READING)
    assert len(set(offered.values())) == 1


LATER: tuple[lt.Record, ...] = (
    attrs.evolve(FATHERS, name="Fathers and stepdads"),
    lt.RapidReview(id="one", title="Review one", incident_on="2025-01-10", held_on="2025-02-01"),
    lt.RapidReview(id="two", title="Review two", incident_on="2025-01-20", held_on="2025-02-01"),
    *(
        lt.Finding(
            id=f"found-{one}", sources=(one,), judgement="improvement", statement="No stepdads.",
            themes=("fathers",),
        )
        for one in ("one", "two")
    ),
    lt.Action(
        id="stepdads", statement="Ask stepdads.", answers=("found-one",), agreed_on="2025-03-01"
    ),
)  # fmt: skip
"""What each of the commands tells of by a word that nothing had before."""


@pytest.fixture
def past(tmp_path: Path) -> tuple[str, str]:
    """A database that was told of `LATER` later, and the moment before."""
    path = str(tmp_path / "past.db")
    with lt.open(path) as tracker:
        with tracker.change(by="unit", why="begin"):
            tracker.add(FATHERS)
        with tracker.change(by="chair", why="stepdads"):
            tracker.replace(LATER[0])
            tracker.add(*LATER[1:])
        return path, tracker.log()[-1].one.at.isoformat()


def _told(*args: str, folder: Path) -> str:
    """All that a command tells, with what it writes into a folder, without white space."""
    result = run(*(str(folder) if one == "tables" else one for one in args))
    assert result.exit_code == 0
    assert "nothing was recorded" not in result.stderr
    files = sorted(folder.iterdir()) if folder.exists() else []
    written = (one.read_text("utf-8") for one in files)
    return "".join("".join((result.stdout, *written)).split())


@pytest.mark.parametrize("command", READING)
def test_commands_as_known_at_a_moment(past: tuple[str, str], command: str, tmp_path: Path) -> None:
    """What was recorded later is not told, and is told without the option."""
    file, moment = past
    asked = (command, file, *READING[command])
    assert "stepdads" in _told(*asked, folder=tmp_path / "now")
    assert "stepdads" not in _told(*asked, "--known-at", moment, folder=tmp_path / "then")


@pytest.mark.parametrize("command", READING)
def test_commands_as_known_at_another_time(
    past: tuple[str, str], command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That nothing was recorded yet is told; a time that cannot be is refused in a sentence."""
    monkeypatch.chdir(tmp_path)
    asked = (command, past[0], *READING[command], "--known-at")
    before = run(*asked, "2020-01-01").stderr
    told = "nothing was recorded by the end of 1 January 2020 (UTC); the first change is of "
    assert before.startswith(told)
    for never, why in {
        "0001-01-01": "'0001-01-01' is not a moment: the year 0001 is outside 1900 to 2100;",
        "2099-01-01": "'2099-01-01' is still to come, and more may be recorded by then;",
    }.items():
        refused = run(*asked, never)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert why in refused.stderr


def test_an_empty_tracker_as_known_at_a_moment(tmp_path: Path) -> None:
    """Where nothing was ever recorded no first change is named."""
    empty = str(tmp_path / "empty.db")
    lt.open(empty).close()
    told = run("log", empty, "--known-at", "2020-01-01")
    assert told.exit_code == 0
    assert told.stderr == "nothing was recorded by the end of 1 January 2020 (UTC)\n"


def test_changes(file: str) -> None:
    """What is dated after a day is listed, and last what was only recorded since."""
    with lt.open(file) as tracker, tracker.change(by="unit", why="two actions"):
        tracker.add(
            lt.Action(id="new", statement="Change the form.", agreed_on="2099-01-01"),
            lt.Action(id="old", statement="Train.", agreed_on="2020-01-01"),
        )
    told = run("changes", file, "--since", "2098-12-31", "--format", "csv")
    assert told.exit_code == 0
    assert [line.partition(",")[0] for line in told.stdout.splitlines()] == ["id", "new"]
    assert "Nothing is dated after" in run("changes", file, "--since", "2099-01-01").stdout
    hidden = run("changes", file, "--since", "2098", "--as-at", "2098-06")
    assert "Change the form." not in hidden.stdout
    assert "--since" in run("changes", file).stderr
    assert run("changes", file, "--since", "soon").exit_code == 2


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
