"""Copies and backups: whole or not at all, over nothing that is there, and remembered."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

import learning_tracker as lt
from learning_tracker.cli import main
from learning_tracker.errors import (
    ChangeWithinChange,
    KeptBack,
    NoAuthor,
    StoreProblem,
    WouldOverwrite,
)
from learning_tracker.stores.locations import open_store
from learning_tracker.stores.store import Store

FATHERS = lt.Theme(id="fathers", name="Fathers")
POLICE = lt.Agency(id="police", name="Police")


def filled(location: str | Path) -> lt.Tracker:
    """A tracker with a history of three changes, kept there."""
    tracker = lt.open(location, create=True)
    with tracker.change(by="business-unit", why="first"):
        tracker.add(FATHERS, POLICE)
    with tracker.change(by="chair", why="second"):
        tracker.replace(lt.Theme(id="fathers", name="Fathers and male carers"))
    with tracker.change(by="business-unit", why="third"):
        tracker.remove("police")
    return tracker


def store_of(location: str | Path) -> Store:
    """What is kept there."""
    return open_store(location, create=False, mode=0o600)


def run(*words: str) -> tuple[int, str]:
    """What the command line gives."""
    found = CliRunner().invoke(main, list(words))
    return found.exit_code, found.output


def test_a_copy_takes_the_history_with_it(database: str, tmp_path: Path) -> None:
    """From a database into SQLite: sequence, moments, authors and reasons are the same."""
    tracker = filled(database)
    tracker.save(tmp_path / "copy.db")
    copied = store_of(tmp_path / "copy.db")
    kept = store_of(database)
    assert copied.revisions() == kept.revisions()
    assert len(copied.revisions()) == 4
    assert [one.what for one in copied.copies()] == ["original"]
    assert [(one.what, one.place) for one in kept.copies()] == [("copy", str(tmp_path / "copy.db"))]


def test_a_copy_on_a_server_can_be_gone_on_with(postgres: str, tmp_path: Path) -> None:
    """From SQLite into PostgreSQL the history goes along, and the copy is a tracker."""
    filled(tmp_path / "riverton.db").save(postgres)
    assert store_of(postgres).revisions() == store_of(tmp_path / "riverton.db").revisions()
    with (tracker := lt.open(postgres)).change(by="chair", why="fourth"):
        tracker.add(POLICE)
    assert store_of(postgres).revisions()[-1].sequence == 5


def test_into_a_database_without_a_history_is_one_change(database: str) -> None:
    """A tracker in memory becomes one change, by whoever says so; without a name it is refused."""
    tracker = lt.Tracker([FATHERS, POLICE])
    with pytest.raises(NoAuthor):
        tracker.save(database)
    tracker.save(database, by="business-unit", why="begun")
    revisions = store_of(database).revisions()
    assert [one.record for one in revisions] == [FATHERS, POLICE]
    assert {(one.by, one.why) for one in revisions} == {("business-unit", "begun")}
    assert len({one.change for one in revisions}) == 1


def test_no_copy_over_records(database: str, tmp_path: Path) -> None:
    """A database that holds records is never copied over, and stays."""
    filled(database)
    before = store_of(database).revisions()
    with pytest.raises(WouldOverwrite):
        filled(tmp_path / "other.db").save(database)
    with pytest.raises(WouldOverwrite):
        lt.sample().save(database, by="business-unit")
    assert store_of(database).revisions() == before


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """A file that was made for a copy goes when the copy is refused."""
    with pytest.raises(NoAuthor):
        lt.sample().save(tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_what_can_only_be_read_has_no_history_to_give(tmp_path: Path) -> None:
    """A copy of a tracker for the public, or as at a date, holds no earlier revision."""
    tracker = filled(tmp_path / "riverton.db")
    for number, shown in enumerate((tracker.public(), tracker.as_at("2025-01-01"))):
        path = tmp_path / f"{number}.db"
        shown.save(path, by="business-unit", why="shown")
        assert {one.why for one in store_of(path).revisions()} == {"shown"}


def test_a_backup_is_the_whole_tracker(database: str, tmp_path: Path) -> None:
    """It is one SQLite file that only its owner may read, with every revision, and is noted."""
    tracker = filled(database)
    path = tmp_path / "backup.db"
    tracker.backup(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.glob("*backup*")] == ["backup.db"]
    assert store_of(path).revisions() == store_of(database).revisions()
    assert [(one.what, one.place) for one in store_of(database).copies()] == [("backup", str(path))]
    assert list(tmp_path.glob(".learning-tracker-*")) == []


def test_a_backup_is_never_written_over_a_file(tmp_path: Path) -> None:
    """What is there stays as it is."""
    tracker = filled(tmp_path / "riverton.db")
    path = tmp_path / "backup.db"
    path.write_text("mine")
    with pytest.raises(WouldOverwrite):
        tracker.backup(path)
    assert path.read_text() == "mine"


def test_a_backup_while_another_writes(tmp_path: Path) -> None:
    """What another program has not yet committed is not in the backup, and does not hinder it."""
    tracker = filled(tmp_path / "riverton.db")
    before = store_of(tmp_path / "riverton.db").revisions()
    with closing(sqlite3.connect(tmp_path / "riverton.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute(
            "INSERT INTO revision VALUES (5, 'c', 'x', 1, 'theme', 'now', 'b', '', NULL, '')"
        )
        tracker._writable().store.note_copy = lambda *_: None  # type: ignore[method-assign]
        tracker.backup(tmp_path / "backup.db")
        other.execute("ROLLBACK")
    assert store_of(tmp_path / "backup.db").revisions() == before


COPYING: dict[str, Callable[[lt.Tracker, Path], object]] = {
    "save into a plain file": lambda tracker, folder: tracker.save(folder / "copy.json"),
    "save into a database": lambda tracker, folder: tracker.save(folder / "copy.db", by="unit"),
    "save as at a date": lambda tracker, folder: tracker.as_at("2025").save(folder / "copy.json"),
    "save for the public": lambda tracker, folder: tracker.public().save(folder / "copy.json"),
    "export": lambda tracker, folder: tracker.export(folder / "tables"),
    "backup": lambda tracker, folder: tracker.backup(folder / "backup.db"),
    "redact": lambda tracker, _: tracker.redact("police", "name", by="unit", why="a name"),
    "make_views": lambda tracker, _: tracker.make_views(),
}


@pytest.fixture(params=["memory", "json", "sqlite", "postgres"])
def tracker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[lt.Tracker]:
    """A tracker in each kind of store, with one record."""
    places = {"json": tmp_path / "riverton.json", "sqlite": tmp_path / "riverton.db"}
    if request.param == "memory":
        made = lt.Tracker()
    elif request.param == "postgres":
        made = lt.open(request.getfixturevalue("postgres"))
    else:
        made = lt.open(places[request.param], create=True)
    with made.change(by="unit"):
        made.add(POLICE)
    yield made
    made.close()


@pytest.mark.parametrize("deed", COPYING)
def test_a_change_is_finished_first(tracker: lt.Tracker, deed: str, tmp_path: Path) -> None:
    """Within a change nothing is copied, whatever the tracker is kept in: it is half made."""
    folder = tmp_path / "copies"
    folder.mkdir()

    def copied_within() -> None:
        with tracker.change(by="unit"):
            tracker.add(FATHERS)
            COPYING[deed](tracker, folder)

    with pytest.raises(ChangeWithinChange, match="a change is under way already; finish it first"):
        copied_within()
    assert list(tracker) == ["police"]
    assert not list(folder.iterdir())


def test_a_damaged_tracker_is_not_backed_up(tmp_path: Path) -> None:
    """A backup that is not whole never takes its name."""
    path = tmp_path / "riverton.db"
    tracker = filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("DROP TRIGGER revision_not_updated")
        other.execute("UPDATE revision SET why = 'other' WHERE sequence = 2")
    with pytest.raises(lt.LearningTrackerError, match="revision 2"):
        tracker.backup(tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


def test_the_backup_of_a_plain_file_is_its_copy(tmp_path: Path) -> None:
    """Byte for byte, and named as what it is."""
    lt.sample().save(tmp_path / "riverton.json")
    tracker = lt.open(tmp_path / "riverton.json")
    tracker.backup(tmp_path / "backup.json")
    content = (tmp_path / "riverton.json").read_bytes()
    assert (tmp_path / "backup.json").read_bytes() == content
    with pytest.raises(StoreProblem, match=r"\.json"):
        tracker.backup(tmp_path / "backup.db")
    with pytest.raises(StoreProblem, match="memory"):
        lt.sample().backup(tmp_path / "other.json")


def test_no_password_is_kept(database: str) -> None:
    """Of a URL the place of a copy keeps all but the password."""
    store = filled(database)._writable().store
    store.note_copy("postgresql://unit:secret@db.example/riverton", "copy")
    assert [one.place for one in store.copies()] == ["postgresql://unit@db.example/riverton"]


@pytest.mark.parametrize("table", ["made_copy", "redaction"])
@pytest.mark.parametrize("deed", ["DELETE FROM {}", "UPDATE {} SET number = 9"])
def test_notes_are_only_added(database: str, table: str, deed: str) -> None:
    """The database itself refuses to change or delete what is noted."""
    tracker = filled(database)
    tracker.redact("fathers", "name", by="chair", why="a name")
    store = tracker._writable().store
    store.note_copy("somewhere", "export")
    before = (store.copies(), store.redactions())
    with pytest.raises(StoreProblem):
        store.engine.run(deed.format(table))  # type: ignore[attr-defined]
    assert (store.copies(), store.redactions()) == before


@pytest.mark.parametrize("target", ["copy.sqlit", "copy.txt", "-"])
def test_a_copy_of_another_ending_is_refused(tmp_path: Path, target: str) -> None:
    """What might be meant for a database does not become a plain file without its history."""
    filled(tmp_path / "riverton.db").close()
    code, told = run("copy", str(tmp_path / "riverton.db"), target)
    assert (code, "the copy must end in .json or .db, or be postgresql://" in told) == (2, True)


def test_copy_and_backup_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They write what they say, once."""
    monkeypatch.chdir(tmp_path)
    lt.sample().save("riverton.json")
    code, said = run("copy", "riverton.json", "riverton.db")
    assert (code, "--by" in said) == (2, True)
    assert not Path("riverton.db").exists()
    assert run("copy", "riverton.json", "riverton.db", "--by", "unit") == (0, "wrote riverton.db\n")
    assert run("copy", "riverton.json", "riverton.db", "--by", "unit")[0] == 2
    assert run("copy", "riverton.db", "riverton.json")[0] == 2
    assert run("backup", "riverton.db", "-o", "backup.db") == (0, "wrote backup.db\n")
    assert run("backup", "riverton.db", "-o", "backup.db")[0] == 2
    assert store_of("backup.db").revisions() == store_of("riverton.db").revisions()


def test_the_public_is_exported_nothing_and_compared_as_published(tmp_path: Path) -> None:
    """Neither tables nor a comparison tell of characteristics of children or of small counts."""
    tracker = lt.Tracker(
        [
            lt.RapidReview(
                id="ash", title="Ash", publication="published", children=2, submitted_on="2025-01",
                attributes=(("harm type", "injury"),),
            )
        ]
    )  # fmt: skip
    with pytest.raises(KeptBack, match="not exported: tables hold characteristics of children"):
        tracker.public().export(tmp_path / "tables")
    assert not (tmp_path / "tables").exists()
    told = str(tracker.public().compare(lt.Tracker()).differences)
    assert "Ash" in told
    assert "injury" not in told
    assert "injury" in str(tracker.compare(lt.Tracker()).differences)


def test_what_was_made_from_a_tracker_does_not_close_it(tmp_path: Path) -> None:
    """A view of a tracker leaves its file open at the end of its block."""
    with filled(tmp_path / "riverton.db") as tracker:
        for view in (tracker.public(), tracker.as_at("2025-03-31")):
            with view:
                pass
        assert tracker.log()
