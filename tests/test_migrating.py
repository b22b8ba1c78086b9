"""Older databases are upgraded after a copy of them is kept; newer ones are refused."""

import logging
import multiprocessing
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import learning_tracker as lt
from faults import BY, FATHERS, POLICE, RENAMED, SLEEP, WHY, add, content, held, small_tracker, sql
from learning_tracker.cli import main
from learning_tracker.errors import StoreProblem
from learning_tracker.stores import migrating, schema
from learning_tracker.stores.locations import open_store
from learning_tracker.stores.salvaging import salvage
from learning_tracker.stores.schema import Step
from users import on_posix, ordinary_user

ALL = {POLICE, RENAMED, SLEEP}
STEPS = schema.STEPS
NOW = len(STEPS)


def plain_step(name: str) -> Step:
    """A step that makes a table."""
    statement = f"CREATE TABLE {name} (x integer)"
    return Step(sqlite=(statement,), postgres=(statement,))


BROKEN = Step(
    sqlite=("CREATE TABLE half (x integer)", "CREATE TABLE half (x integer)"),
    postgres=("CREATE TABLE half (x integer)", "CREATE TABLE half (x integer)"),
)
"""A step of which the second half fails."""


def later(monkeypatch: pytest.MonkeyPatch, *more: Step) -> None:
    """Have the library know more steps, as a later version does."""
    monkeypatch.setattr(schema, "STEPS", (*STEPS, *more))


def version(path: Path) -> list[object]:
    """The versions that the tables of a file were of."""
    return [one for (one,) in sql(path, "SELECT version FROM migration ORDER BY version")]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A tracker as this version of the library makes it."""
    return small_tracker(tmp_path / "riverton.db")


def test_upgraded(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older file is upgraded, step by step, and holds what it held, history and all."""
    before = open_store(older, create=False, mode=0o600).revisions()
    later(monkeypatch, plain_step("one"), plain_step("two"))
    assert held(older) == ALL
    assert version(older) == list(range(1, NOW + 3))
    assert open_store(older, create=False, mode=0o600).revisions() == before
    assert not lt.verify(older).problems


@pytest.mark.parametrize("steps", range(1, NOW + 1))
def test_every_older_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """A file of every version that there ever was is upgraded to this one."""
    monkeypatch.setattr(schema, "STEPS", STEPS[:steps])
    path = small_tracker(tmp_path / "riverton.db")
    monkeypatch.setattr(schema, "STEPS", STEPS)
    assert held(path) == ALL
    assert version(path) == list(range(1, NOW + 1))
    with lt.open(path) as tracker:
        add(tracker, lt.Theme(id="new", name="New"))
    assert not lt.verify(path).problems


def test_copy_of_what_was(
    older: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A copy of the older file is kept beside it, is told of, and is whole."""
    with lt.open(older) as tracker:  # a change that still waits beside the file is in it too
        add(tracker, lt.Theme(id="new", name="New"))
        later(monkeypatch, plain_step("one"))
        lt.open(older).close()
    copy = older.with_name(f"riverton.version-{NOW}.db")
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == (
        f"{older} is upgraded from version {NOW} to {NOW + 1}; "
        f"a copy of it as it was is kept as {copy}"
    )
    assert version(copy) == list(range(1, NOW + 1))
    monkeypatch.setattr(schema, "STEPS", STEPS)
    assert held(copy) == {*ALL, lt.Theme(id="new", name="New")}


def test_copy_takes_no_name_that_is_taken(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is written over: the copy takes the next name that is free."""
    taken = older.with_name(f"riverton.version-{NOW}.db")
    taken.write_text("something else")
    later(monkeypatch, plain_step("one"))
    lt.open(older).close()
    assert taken.read_text() == "something else"
    assert version(older.with_name(f"riverton.version-{NOW}-2.db")) == list(range(1, NOW + 1))


def test_name_of_the_copy_is_legal_everywhere(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the copy has no character that Windows refuses."""
    later(monkeypatch, plain_step("one"))
    lt.open(older).close()
    names = {one.name for one in older.parent.iterdir()} - {older.name}
    assert names == {f"riverton.version-{NOW}.db"}
    assert not set("".join(names)) & set('<>:"/\\|?*')


@on_posix
@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_copy_is_for_the_same_people(
    older: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    """The copy can be read by those who can read the file, and by no others."""
    older.chmod(mode)
    later(monkeypatch, plain_step("one"))
    lt.open(older).close()
    copy = older.with_name(f"riverton.version-{NOW}.db")
    assert stat.S_IMODE(copy.stat().st_mode) == mode


def test_a_new_file_needs_no_copy(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Of a file that is new nothing is copied, and nothing is told."""
    small_tracker(tmp_path / "riverton.db")
    assert [one.name for one in tmp_path.iterdir()] == ["riverton.db"]
    assert caplog.records == []


def test_no_copy_no_upgrade(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no copy can be made, the file stays at its version and says why."""
    later(monkeypatch, plain_step("one"))

    def fail(*_: object) -> None:
        raise StoreProblem("the copy", "written", "the disk is full")

    monkeypatch.setattr("learning_tracker.stores.sqlite.SQLite.copy_to", fail)
    with pytest.raises(StoreProblem, match="the copy cannot be written: the disk is full"):
        lt.open(older)
    assert version(older) == list(range(1, NOW + 1))
    assert [one.name for one in older.parent.iterdir()] == [older.name]


def test_newer(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer file is refused with both versions, is not touched, and verify says so too."""
    later(monkeypatch, plain_step("one"))
    lt.open(older).close()
    monkeypatch.setattr(schema, "STEPS", STEPS)
    before = content(older)
    why = f"it is of version {NOW + 1}, and this library knows versions up to {NOW}; upgrade"
    with pytest.raises(StoreProblem, match=why):
        lt.open(older)
    with pytest.raises(StoreProblem, match=f"verified: {why}"):
        lt.verify(older)
    with pytest.raises(StoreProblem, match=f"salvaged: {why}"):
        salvage(older, older.with_name("copy.db"))
    assert content(older) == before


@pytest.mark.parametrize("command", ["verify", "check"])
def test_far_newer(older: Path, command: str) -> None:
    """A file of a version far from this one is refused with both, and not called damaged."""
    sql(older, "INSERT INTO migration VALUES (99, '2031-01-01')", "DROP TABLE revision")
    done = CliRunner().invoke(main, [command, str(older)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"it is of version 99, and this library knows versions up to {NOW};" in done.stderr
    assert "holes" not in done.stderr


def test_versions_with_a_hole(older: Path) -> None:
    """A list of versions with a hole is a problem that verify names."""
    sql(older, "DELETE FROM migration WHERE version = 1")
    assert [one.code for one in lt.verify(older).problems] == ["unknown-version"]


def test_a_step_that_fails_leaves_the_old(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a step fails half-way, the database is of its old version, and holds what it held."""
    with lt.open(database) as tracker:
        add(tracker, FATHERS)
    later(monkeypatch, plain_step("whole"), BROKEN)
    with pytest.raises(StoreProblem):
        lt.open(database)
    store: Any = open_with(monkeypatch, database, STEPS)
    assert not store.engine.has("whole")
    assert not store.engine.has("half")
    assert migrating.version_of(store.engine, STEPS) == NOW
    assert store.load().records == (FATHERS,)
    store.close()


def test_a_program_that_is_stopped_leaves_the_old(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is if the program is stopped between two steps."""
    with lt.open(database) as tracker:
        add(tracker, FATHERS)

    class Stopping(Step):
        """A step at which the program is stopped."""

        def __getattribute__(self, name: str) -> Any:
            if name in {"sqlite", "postgres"}:
                raise KeyboardInterrupt
            return super().__getattribute__(name)

    later(monkeypatch, plain_step("whole"), Stopping(sqlite=(), postgres=()))
    with pytest.raises(KeyboardInterrupt):
        lt.open(database)
    store: Any = open_with(monkeypatch, database, STEPS)
    assert not store.engine.has("whole")
    assert store.load().records == (FATHERS,)
    store.close()


def open_with(monkeypatch: pytest.MonkeyPatch, location: str, steps: tuple[Step, ...]) -> Any:
    """The store of a location, with a library that knows these steps."""
    monkeypatch.setattr(schema, "STEPS", steps)
    return open_store(location, create=False, mode=0o600)


def test_damaged_is_not_upgraded(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file is not upgraded: nothing is written into it."""
    sql(older, "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET rootpage = 3 WHERE name = 'revision_change'")  # fmt: skip
    before = content(older)
    later(monkeypatch, plain_step("one"))
    with pytest.raises(StoreProblem, match="it is damaged"):
        lt.open(older)
    assert content(older) == before


@on_posix
def test_older_that_can_only_be_read(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older file that one may not write is told, with both versions."""
    path = small_tracker(open_folder / "riverton.db")
    path.chmod(0o444)
    later(monkeypatch, plain_step("one"))
    why = f"it is of version {NOW}, this library needs {NOW + 1}, and it can only be read"
    with ordinary_user(), pytest.raises(StoreProblem, match=why):
        lt.open(path)


def test_on_a_server(
    postgres: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a database on a server no copy can be kept, which is told as it is upgraded."""
    with lt.open(postgres) as tracker:
        add(tracker, FATHERS)
    assert caplog.records == []
    later(monkeypatch, plain_step("one"))
    with lt.open(postgres) as tracker:
        assert set(tracker.values()) == {FATHERS}
    (record,) = caplog.records
    assert f"is upgraded from version {NOW} to {NOW + 1}; no copy" in record.getMessage()


def _open_and_add(location: str, name: str, ready: Any, told: Any) -> None:
    ready.wait()
    try:
        with lt.open(location) as tracker, tracker.change(by=BY, why=WHY):
            tracker.add(lt.Theme(id=name, name=name))
    except BaseException as found:  # noqa: BLE001 - whatever it is, the test is to show it
        told.put(repr(found))
    else:
        told.put("")


def test_several_programs_begin_the_same_tracker(database: str) -> None:
    """Programs that begin the same new tracker at once all succeed, and none undoes another."""
    context = multiprocessing.get_context("spawn")
    ready, told = context.Barrier(4), context.Queue()
    programs = [
        context.Process(target=_open_and_add, args=(database, f"theme-{number}", ready, told))
        for number in range(4)
    ]
    for one in programs:
        one.start()
    assert [told.get(timeout=120) for _ in programs] == [""] * 4
    for one in programs:
        one.join()
    assert {one.id for one in held(database)} == {f"theme-{number}" for number in range(4)}
    assert not lt.verify(database).problems


def test_backup_can_be_opened_by_sqlite_alone(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is one whole file: nothing that belongs to it lies beside it."""
    later(monkeypatch, plain_step("one"))
    lt.open(older).close()
    copy = older.with_name(f"riverton.version-{NOW}.db")
    connection = sqlite3.connect(f"file:{copy}?immutable=1", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("SELECT count(*) FROM revision").fetchall() == [(4,)]
    connection.close()
