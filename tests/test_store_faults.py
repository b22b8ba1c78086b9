"""What breaks is told in a sentence, loses nothing that was kept, and never passes for whole."""

import logging
import os
import random
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path

import pytest
from filelock import FileLock

import learning_tracker as lt
from faults import (
    BY,
    FATHERS,
    POLICE,
    RENAMED,
    SLEEP,
    WHY,
    add,
    behind,
    content,
    held,
    large_tracker,
    overwrite,
    place_of,
    small_tracker,
    sql,
    told,
)
from learning_tracker.errors import InvalidData, LearningTrackerError, StoreProblem
from learning_tracker.stores import locking
from learning_tracker.stores.locations import open_store
from learning_tracker.stores.sqlite import SQLite
from learning_tracker.stores.sqlite_file import SQLiteFile
from parts import _lacking
from users import on_posix, ordinary_user

ALL = {POLICE, RENAMED, SLEEP}


@pytest.fixture
def tracker_file(tmp_path: Path) -> Path:
    """A small tracker in an SQLite file, closed."""
    return small_tracker(tmp_path / "riverton.db")


def problem(path: Path | str) -> str:
    """Why a tracker cannot be opened, and that nothing was written; without the file's name."""
    where, colon, why = told(path).partition(" cannot be opened: ")
    assert (where, bool(colon)) == (str(path), True)
    return why


def refused(tracker: lt.Tracker, *records: lt.Record) -> str:
    """Why a change cannot be kept; the tracker holds what it held."""
    before = dict(tracker)
    with pytest.raises(StoreProblem) as caught:
        add(tracker, *records)
    assert dict(tracker) == before
    return str(caught.value)


# The disk is full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount") or ""
    command = [mount, "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603 - found above
        _lacking("a disk of its own: only root may mount one")
    yield disk
    subprocess.run([shutil.which("umount") or "umount", "-l", str(disk)], check=True)  # noqa: S603 - the same


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Fill a disk to the last byte, and make room again."""
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(b"\0" * 512):
            pass
    yield
    ballast.unlink()


@pytest.mark.parametrize("name", ["riverton.db", "riverton.json"])
def test_full_disk(small_disk: Path, name: str) -> None:
    """On a full disk a change is refused and what was kept stays; with room again it is kept."""
    path = small_tracker(small_disk / name)
    with lt.open(path) as tracker:
        long = lt.Theme(id="long", name="A theme", definition="long " * 10_000)
        with full(small_disk):
            assert refused(tracker, long).endswith("the disk is full; make room and try again")
            assert set(tracker.values()) == ALL
        add(tracker, long)
    assert held(path) == {*ALL, long}
    assert not lt.verify(path).problems


@pytest.mark.parametrize("name", ["riverton.db", "riverton.json"])
def test_no_room_for_a_new_file(small_disk: Path, name: str) -> None:
    """On a full disk a new file is refused, and nothing is left of it."""
    with full(small_disk):
        with pytest.raises(StoreProblem, match=r"the disk is full|has no room"):
            small_tracker(small_disk / name)
        assert [one.name for one in small_disk.iterdir() if one.stat().st_size] == ["ballast"]


def test_no_room_for_a_backup(small_disk: Path, tracker_file: Path) -> None:
    """On a full disk a backup is refused under the name it was to have, and nothing is left."""
    path = small_disk / "backup.db"
    with lt.open(tracker_file) as tracker, full(small_disk):
        with pytest.raises(StoreProblem, match=r"backup\.db cannot be written: .*(full|room)"):
            tracker.backup(path)
        assert [one.name for one in small_disk.iterdir()] == ["ballast"]


def test_file_that_may_not_grow(tracker_file: Path) -> None:
    """Where SQLite may not make the file larger, it is as on a full disk."""
    with lt.open(tracker_file) as tracker:
        engine = tracker._store.engine  # type: ignore[union-attr]
        pages = engine.ask("PRAGMA page_count")[0][0]
        engine.ask(f"PRAGMA max_page_count = {pages}")
        long = lt.Theme(id="long", name="A theme", definition="long " * 10_000)
        assert refused(tracker, long).endswith("the disk is full; make room and try again")
        engine.ask("PRAGMA max_page_count = 100000")
        add(tracker, long)
    assert held(tracker_file) == {*ALL, long}


@contextmanager
def no_larger_than(size: int) -> Iterator[None]:
    """Have the system let this program make no file larger than so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@on_posix
@pytest.mark.parametrize("name", ["riverton.db", "riverton.json"])
def test_limit_on_files(tmp_path: Path, name: str) -> None:
    """Where the system limits how large a file may be, the change is refused and nothing lost."""
    path = small_tracker(tmp_path / name)
    with lt.open(path) as tracker:
        with no_larger_than(60_000):
            why = refused(tracker, lt.Theme(id="long", name="A", definition="long " * 40_000))
        assert why.endswith("choose another place")
    assert held(path) == ALL


@on_posix
def test_no_room_to_write_the_file_anew(tmp_path: Path) -> None:
    """What a redaction cannot overwrite for want of room is told with that reason."""
    path = large_tracker(tmp_path / "riverton.db")
    with lt.open(path) as tracker:
        with no_larger_than(60_000):
            done = tracker.redact("police", "name", by=BY, why="a name")
        (left,) = done.left
        assert "has no room" in left
        assert "another program" not in left
        assert tracker.redact("police", "name", by=BY, why="a name").left == ()
    assert not lt.verify(path).problems


# Folders and files that one may not write, or read


@on_posix
@pytest.mark.parametrize("name", ["riverton.db", "riverton.json"])
def test_folder_that_can_only_be_read(open_folder: Path, name: str) -> None:
    """In a folder that one may not write a tracker is read, and no change is kept."""
    path = small_tracker(open_folder / name)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    before = content(path)
    FileLock(str(open_folder / "unused"))  # whose module root can load
    with ordinary_user(), lt.open(path) as tracker:
        assert set(tracker.values()) == ALL
        assert len(tracker.themes) == 2
        why = refused(tracker, lt.Theme(id="new", name="New"))
        assert "you may not" in why or "it can only be read" in why
        tracker.refresh()
        assert not lt.verify(path).problems
    assert content(path) == before


@on_posix
@pytest.mark.parametrize("waiting", [False, True])
def test_backup_of_what_can_only_be_read(open_folder: Path, *, waiting: bool) -> None:
    """Who may only read a file, in a folder that may not be written either, can back it up."""
    path, elsewhere = small_tracker(open_folder / "riverton.db"), open_folder / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    with lt.open(path) if waiting else nullcontext() as writer:
        if writer:
            add(writer, FATHERS_TOO)
        for one in open_folder.glob("riverton.db*"):
            one.chmod(0o444)
        open_folder.chmod(0o555)
        with ordinary_user(), lt.open(path) as tracker:
            tracker.backup(elsewhere / "backup.db")
            assert held(elsewhere / "backup.db") == ({*ALL, FATHERS_TOO} if waiting else ALL)
        open_folder.chmod(0o777)


@on_posix
def test_reader_sees_what_others_change(open_folder: Path) -> None:
    """Who may only read a file sees what others have changed in it since."""
    path = small_tracker(open_folder / "riverton.db")
    path.chmod(0o644)
    with ordinary_user():
        reader = lt.open(path)
    with lt.open(path) as writer:
        add(writer, lt.Theme(id="new", name="New"))
    with ordinary_user():
        reader.refresh()
    assert "new" in reader
    reader.close()


@on_posix
def test_changes_that_wait_in_a_folder_that_can_only_be_read(open_folder: Path) -> None:
    """A file is not read without the changes that wait beside it and cannot be put into it."""
    path = _with_changes_waiting(open_folder)
    (open_folder / "riverton.db-shm").unlink()
    open_folder.chmod(0o555)
    for one in open_folder.iterdir():
        one.chmod(0o444)
    with ordinary_user():
        assert "there are changes in riverton.db-wal that are still to be written" in told(path)


@on_posix
def test_no_permission_to_read(open_folder: Path) -> None:
    """A file that one may not read is not read, and that is why."""
    path = small_tracker(open_folder / "riverton.db")
    for use in (lt.open, lt.verify):
        with ordinary_user(), pytest.raises(StoreProblem, match="opened: you may not"):
            use(path)


@on_posix
def test_no_permission_to_make(open_folder: Path) -> None:
    """No tracker is begun in a folder that one may not write."""
    with ordinary_user(), pytest.raises(StoreProblem, match="you may not"):
        lt.open(open_folder / "riverton.db")


def test_no_folder(tmp_path: Path) -> None:
    """No tracker is begun in a folder that is not there."""
    assert problem(tmp_path / "2025" / "riverton.db").startswith("there is no such file or folder")


@on_posix
@pytest.mark.parametrize("name", ["riverton.db", "riverton.json"])
@pytest.mark.parametrize("mode", [0o600, 0o660])
def test_new_files_are_the_owners(tmp_path: Path, name: str, mode: int) -> None:
    """Whatever is made can be read by its owner alone, or by those whom `mode` names."""
    mask = os.umask(0)
    try:
        with lt.open(tmp_path / name, create=True, mode=mode) as tracker:
            add(tracker, FATHERS)
            made = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    finally:
        os.umask(mask)
    assert set(made.values()) == {mode}
    beside = ["-shm", "-wal"] if name.endswith(".db") else []
    assert sorted(one for one in made if ".lock" not in one) == [name, *(name + b for b in beside)]


@on_posix
def test_lock_and_journal_are_the_owners(tmp_path: Path) -> None:
    """So are the file by which a writer holds a .json file, and SQLite's journal."""
    mask = os.umask(0)
    try:
        with locking.one_at_a_time(tmp_path / "riverton.json"):
            assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()} == {0o600}
        path = small_tracker(tmp_path / "riverton.db")
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE more (x)")
        journal = path.with_name("riverton.db-journal")
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600
        connection.close()
    finally:
        os.umask(mask)


# What is no tracker, or no longer


@pytest.mark.parametrize("text", ["not a database at all, " * 400, "PK\x03\x04", "\0" * 8192])
def test_no_database(tmp_path: Path, text: str) -> None:
    """A file that is no database is told, and stays as it is."""
    path = tmp_path / "riverton.db"
    path.write_text(text)
    assert "it is no SQLite file" in problem(path)


def test_database_of_another_program(tmp_path: Path) -> None:
    """An SQLite file of another program is told, and stays as it is."""
    path = tmp_path / "phones.db"
    sql(path, "CREATE TABLE phone (number text)", "INSERT INTO phone VALUES ('1')")
    assert problem(path).startswith("it is an SQLite file, but no tracker")


def test_empty_file(tmp_path: Path) -> None:
    """An empty file is no new tracker: it may be all that is left of an old one."""
    path = tmp_path / "riverton.db"
    path.touch()
    assert problem(path).startswith("it is empty, and a tracker's file never is")


@pytest.mark.parametrize("name", ["riverton.db", "riverton.json"])
def test_folder_for_a_file(tmp_path: Path, name: str) -> None:
    """A folder is no tracker."""
    (tmp_path / name).mkdir()
    assert "it is a folder; name a file in it" in told(tmp_path / name)


def test_tables_that_are_not_the_trackers(tracker_file: Path) -> None:
    """A tracker without its table of revisions is told, and none is made in its place."""
    sql(tracker_file, "ALTER TABLE revision RENAME TO something")
    assert "no such table: revision" in told(tracker_file)
    assert [one.code for one in lt.verify(tracker_file).problems] == ["damaged-database"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of several pages in an SQLite file, closed."""
    return large_tracker(tmp_path_factory.mktemp("whole") / "whole.db")


@pytest.mark.parametrize("eighth", range(8))
def test_truncated(tmp_path: Path, whole: Path, eighth: int) -> None:
    """A file that is cut off at any 512th byte is told, stays as it is, and can be salvaged."""
    raw, records = whole.read_bytes(), held(whole)
    parts = range(0, len(raw), 512)[eighth::8]
    path = tmp_path / "riverton.db"
    for part in parts:
        path.write_bytes(raw[:part])
        assert "it is damaged" in told(path) or not part
        assert not part or lt.verify(path).problems
        _assert_nothing_false_is_salvaged(path, tmp_path / f"salvaged-{part}.db", records)
    assert len(parts) >= 9


@pytest.mark.parametrize("part", range(0, 1536, 512))
def test_truncated_json(tmp_path: Path, part: int) -> None:
    """So it is with a .json file."""
    path = large_tracker(tmp_path / "riverton.json")
    path.write_bytes(path.read_bytes()[:part])
    assert told(path).startswith("nothing was loaded:")
    assert lt.verify(path).problems


def _assert_nothing_false_is_salvaged(path: Path, copy: Path, whole: set[lt.Record]) -> None:
    with suppress(StoreProblem):
        done = lt.salvage(path, copy)
        older = {POLICE, FATHERS}
        assert held(copy) <= whole | older
        assert done.lost or held(copy) == whole
        assert not lt.verify(copy).problems


def _places(size: int) -> list[int]:
    chance = random.Random(20251120)
    header, more = range(0, 100, 3), chance.sample(range(size), 150)
    return sorted({*header, *more})


def test_a_flipped_byte(tmp_path: Path, whole: Path) -> None:
    """A byte that was flipped, wherever, is told, or else nothing at all is different.

    What cannot be opened `verify` does not call whole.
    """
    records, history = held(whole), _history(whole)
    raw = whole.read_bytes()
    path = tmp_path / "riverton.db"
    told_of = 0
    for place in _places(len(raw)):
        for flip in (0x01, 0x80, 0xFF):
            path.write_bytes(raw[:place] + bytes([raw[place] ^ flip]) + raw[place + 1 :])
            try:
                assert (held(path), _history(path)) == (records, history), (place, flip)
            except (StoreProblem, InvalidData):
                told_of += 1
                assert _not_whole(path), (place, flip)
                assert path.read_bytes()[place] == raw[place] ^ flip
            for beside in ("-wal", "-shm"):
                path.with_name(path.name + beside).unlink(missing_ok=True)
    assert told_of > 100


def _not_whole(path: Path) -> bool:
    try:
        return bool(lt.verify(path).problems)
    except StoreProblem:
        return True


def _history(path: Path) -> list[tuple[object, ...]]:
    store = open_store(path, create=False, mode=0o600)
    try:
        return [(one.id, one.number, one.by, one.why, one.record) for one in store.revisions()]
    finally:
        store.close()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Safe sleep", "revision 4 (safe-sleep, the 1st of it)"),
        ("the March meeting", "revision 1 (police, the 1st of it)"),
        ("business-unit", "revision 1 (police, the 1st of it)"),
        ("Fathers and male", "revision 3 (fathers, the 2nd of it)"),
        ('"Police"', "revision 1 (police, the 1st of it)"),
    ],
)
def test_a_flipped_byte_in_a_revision(tracker_file: Path, text: str, named: str) -> None:
    """A revision with a flipped byte is named, whichever of its values it is in."""
    sql(tracker_file, "PRAGMA journal_mode = DELETE")
    overwrite(tracker_file, place_of(tracker_file, text), b"#")
    assert f"{named} is not as it was written: its checksum differs" in told(tracker_file)
    assert [named in one.sentence for one in lt.verify(tracker_file).problems] == [True]


def test_text_that_is_none(tracker_file: Path) -> None:
    """A byte that makes a text no text (UTF-8) is told as the damage of its revision."""
    overwrite(tracker_file, place_of(tracker_file, "Safe sleep"), b"\xff")
    assert "revision 4 (safe-sleep, the 1st of it) is not as it was written" in told(tracker_file)


def test_every_damaged_revision_is_named(tracker_file: Path) -> None:
    """All damaged revisions are named at once, also those that others have followed."""
    behind(tracker_file, "UPDATE revision SET why = 'x' WHERE sequence IN (2, 4)")
    message = told(tracker_file)
    assert "revision 2 (fathers, the 1st of it)" in message
    assert "revision 4 (safe-sleep, the 1st of it)" in message
    assert "revision 1" not in message
    with pytest.raises(InvalidData) as caught:
        lt.open(tracker_file)
    assert [one.code for one in caught.value.problems] == ["damaged-revision"] * 2


def test_undamaged_revisions_can_be_read(tracker_file: Path) -> None:
    """The history of a record is read although a revision of another is damaged."""
    behind(tracker_file, "UPDATE revision SET body = '{}' WHERE sequence = 1")
    store = open_store(tracker_file, create=False, mode=0o600)
    assert [one.record for one in store.revisions(record="fathers")] == [FATHERS, RENAMED]
    assert [one.record for one in store.since(3)] == [SLEEP]
    with pytest.raises(InvalidData, match=r"revision 1 \(police, the 1st of it\)"):
        store.revisions(record="police")
    store.close()


def test_a_removal_that_was_damaged_is_told(tmp_path: Path) -> None:
    """A record does not come back because the revision that removed it is damaged."""
    path = small_tracker(tmp_path / "riverton.db")
    with lt.open(path) as tracker, tracker.change(by=BY, why=WHY):
        tracker.remove("safe-sleep")
    behind(path, "UPDATE revision SET record_id = 'somebody', number = 1 WHERE sequence = 5")
    assert "revision 5" in told(path)


def test_a_revision_that_is_lacking_is_told(tracker_file: Path) -> None:
    """A revision that is not there any more is told, as a hole among the others."""
    behind(tracker_file, "DELETE FROM revision WHERE sequence = 3")
    assert "revision 3 is lacking" in told(tracker_file)


# What is beside the file


def _with_changes_waiting(folder: Path) -> Path:
    """A file as a program leaves it that is killed: its last change waits in the -wal file."""
    path = small_tracker(folder / "riverton.db")
    program = (
        "import sys, os, signal, learning_tracker as lt\n"
        "tracker = lt.open(sys.argv[1])\n"
        "with tracker.change(by='unit', why='w'):\n"
        "    tracker.add(lt.Theme(id='last', name='Last'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)  # noqa: S603 - Python itself
    assert path.with_name("riverton.db-wal").stat().st_size
    return path


@on_posix
def test_a_killed_program_loses_nothing(tmp_path: Path) -> None:
    """What a killed program had kept is there, and the file can be verified before."""
    path = _with_changes_waiting(tmp_path)
    before = content(path)
    assert not lt.verify(path).problems
    assert content(path) == before
    assert "last" in lt.open(path)


@on_posix
def test_deleted_index(tmp_path: Path) -> None:
    """The -shm file is an index, which is made anew: without it nothing is lost."""
    path = _with_changes_waiting(tmp_path)
    path.with_name("riverton.db-shm").unlink()
    assert "last" in lt.open(path)


@on_posix
def test_deleted_wal(tmp_path: Path) -> None:
    """Without its -wal file a tracker is as it was before the changes that waited in it."""
    path = _with_changes_waiting(tmp_path)
    path.with_name("riverton.db-wal").unlink()
    path.with_name("riverton.db-shm").unlink()
    assert held(path) == ALL
    assert not lt.verify(path).problems


@on_posix
def test_cut_off_wal(tmp_path: Path) -> None:
    """Of a -wal file that was cut off, whole changes are there up to a point, and none is half."""
    path = _with_changes_waiting(tmp_path)
    wal = path.with_name("riverton.db-wal")
    wal.write_bytes(wal.read_bytes()[: wal.stat().st_size // 2])
    path.with_name("riverton.db-shm").unlink()
    assert held(path) == ALL


@pytest.mark.parametrize("end", ["-wal", "-journal"])
@pytest.mark.parametrize("deed", ["open", "save", "backup", "salvage"])
def test_what_is_left_of_another_file(tracker_file: Path, end: str, deed: str) -> None:
    """Changes of a file that is gone are not taken in by a new one of its name, and stay."""
    new = tracker_file.with_name("new.db")
    left = new.with_name(f"new.db{end}")
    left.write_bytes(b"changes")
    with lt.open(tracker_file) as tracker:
        deeds: dict[str, Callable[[], object]] = {
            "open": lambda: lt.open(new),
            "save": lambda: tracker.save(new),
            "backup": lambda: tracker.backup(new),
            "salvage": lambda: lt.salvage(tracker_file, new),
        }
        with pytest.raises(StoreProblem, match=rf"new\.db cannot be made: new\.db{end} lies there"):
            deeds[deed]()
        assert left.read_bytes() == b"changes"
        assert not new.exists()
        left.unlink()
        deeds[deed]()


@on_posix
def test_records_of_a_deleted_file(tmp_path: Path) -> None:
    """A new tracker never begins with the records of a deleted one whose -wal file was left."""
    path = _with_changes_waiting(tmp_path)
    path.unlink()
    with pytest.raises(StoreProblem, match=r"move riverton\.db-wal out of the way"):
        lt.open(path)
    path.with_name("riverton.db-wal").rename(tmp_path / "away")
    with lt.open(path) as tracker:
        assert set(tracker.values()) == set()


@on_posix
def test_wal_deleted_in_use(tracker_file: Path) -> None:
    """If the -wal file is deleted under a program, the next change is refused, not half lost."""
    with lt.open(tracker_file) as tracker:
        add(tracker, lt.Theme(id="before", name="Before"))
        tracker_file.with_name("riverton.db-wal").unlink()
        assert "riverton.db-wal, which is part of it, was deleted" in refused(tracker, FATHERS_TOO)
    assert held(tracker_file) == {*ALL, lt.Theme(id="before", name="Before")}


FATHERS_TOO = lt.Theme(id="fathers-too", name="Fathers, too")
MEETINGS = lt.Theme(id="meetings", name="Meetings")


# The file goes while it is in use


@on_posix
def test_deleted_in_use(tracker_file: Path) -> None:
    """If the file is deleted under a program, the next change is refused, not written nowhere."""
    with lt.open(tracker_file) as tracker:
        tracker_file.unlink()
        assert "it was deleted, moved or replaced" in refused(tracker, FATHERS_TOO)
        with pytest.raises(StoreProblem, match="open it again"):
            tracker.refresh()


@on_posix
def test_replaced_in_use(tracker_file: Path, tmp_path: Path) -> None:
    """If another file takes its place, as a restored backup does, neither is written into."""
    (tmp_path / "other").mkdir()
    other = small_tracker(tmp_path / "other" / "other.db")
    with lt.open(tracker_file) as tracker:
        other.replace(tracker_file)
        assert "it was deleted, moved or replaced" in refused(tracker, FATHERS_TOO)
    assert held(tracker_file) == ALL


@pytest.mark.parametrize("name", ["riverton.db", "riverton.json"])
def test_moved_and_put_back(tmp_path: Path, name: str) -> None:
    """A file that was moved away and put back is the same, and is written again."""
    path = small_tracker(tmp_path / name)
    with lt.open(path) as tracker:
        path.rename(tmp_path / "away")
        path.with_name("away").rename(path)
        add(tracker, FATHERS_TOO)
    assert held(path) == {*ALL, FATHERS_TOO}


def test_closed(tracker_file: Path) -> None:
    """A tracker that was closed says so."""
    tracker = lt.open(tracker_file)
    tracker.close()
    assert refused(tracker, FATHERS_TOO).endswith("it was closed; open it again")


# Others hold it


def test_locked(tracker_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If others hold the file for longer than one waits, that is told, and nothing is lost."""
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    with lt.open(tracker_file) as tracker:
        other = sqlite3.connect(tracker_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        why = refused(tracker, FATHERS_TOO)
        assert time.monotonic() - began >= 0.2
        assert why.endswith("others have been writing it for 0.2 seconds; try again")
        other.execute("ROLLBACK")
        other.close()
        add(tracker, FATHERS_TOO)
    assert FATHERS_TOO in held(tracker_file)


@contextmanager
def written_elsewhere(path: Path) -> Iterator[sqlite3.Connection]:
    """A file as it is before its first change, with a journal, while another is writing it."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_first_change_while_another_writes(tracker_file: Path) -> None:
    """The first change, which goes over to the log, waits for its turn like every other."""
    with (
        written_elsewhere(tracker_file) as other,
        lt.open(tracker_file) as tracker,
        ThreadPoolExecutor() as pool,
    ):
        adding = pool.submit(add, tracker, FATHERS_TOO)
        time.sleep(0.3)
        assert adding.running()
        other.execute("ROLLBACK")
        adding.result()
        assert sql(tracker_file, "PRAGMA journal_mode") == [("wal",)]
    assert FATHERS_TOO in held(tracker_file)


def test_first_change_while_another_keeps_writing(
    tracker_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits no longer than others do, and the time that is told is the time it waited."""
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    with written_elsewhere(tracker_file), lt.open(tracker_file) as tracker:
        began = time.monotonic()
        why = refused(tracker, FATHERS_TOO)
        assert time.monotonic() - began >= 0.2
        assert why.endswith("others have been writing it for 0.2 seconds; try again")


def test_log_that_another_program_does_away_with(
    tracker_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log of another that is there as a file is opened, and then is not, is not missed."""
    log = tracker_file.with_name("riverton.db-wal")
    with closing(sqlite3.connect(tracker_file)) as other:
        other.execute("SELECT count(*) FROM revision").fetchall()
        remember, seen = SQLiteFile.remember, []

        def remember_just_before(file: SQLiteFile, *, in_wal: bool) -> None:
            seen.append(log.exists())
            remember(file, in_wal=in_wal)
            other.execute("PRAGMA journal_mode = DELETE")

        monkeypatch.setattr(SQLiteFile, "remember", remember_just_before)
        with closing(SQLite(tracker_file)) as opened:
            assert opened.ask("SELECT count(*) FROM revision") == [(4,)]
    assert seen == [True, False]


def test_opened_twice_by_one_program(tracker_file: Path) -> None:
    """If a program opens a file again, others know still that it has it open, and leave its log."""
    log = tracker_file.with_name("riverton.db-wal")
    with lt.open(tracker_file) as tracker:
        add(tracker, FATHERS_TOO)
        lt.open(tracker_file).close()
        another = "import learning_tracker as lt, sys; lt.open(sys.argv[1]).close()"
        subprocess.run([sys.executable, "-c", another, tracker_file], check=True)  # noqa: S603 - our words
        assert log.exists()
        add(tracker, MEETINGS)
    assert {FATHERS_TOO, MEETINGS} <= held(tracker_file)


def test_backup_of_what_is_locked(tracker_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If another holds the file so that nobody can read it, a backup does not wait for ever."""
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    backup = tracker_file.with_name("backup.db")
    with closing(sqlite3.connect(tracker_file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        with lt.open(tracker_file) as tracker:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreProblem, match=r"riverton\.db cannot be read: others have"):
                tracker.backup(backup)
            other.execute("ROLLBACK")
            tracker.backup(backup)
    assert held(backup) == ALL


def test_locked_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is with a .json file."""
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    path = small_tracker(tmp_path / "riverton.json")
    with lt.open(path) as tracker, FileLock(tmp_path / ".riverton.json.lock"):
        why = "another program has been writing it for 0.2 seconds; try again"
        assert refused(tracker, FATHERS_TOO) == f"{path} cannot be written: {why}"


# What a change in a damaged file would do


def test_damage_that_comes_in_use(tracker_file: Path) -> None:
    """Damage to the last revision that comes while a tracker is open stops the next change."""
    with lt.open(tracker_file) as tracker:
        behind(tracker_file, "UPDATE revision SET recorded_at = 'x' WHERE sequence = 4")
        with pytest.raises((InvalidData, StoreProblem), match="revision 4"):
            add(tracker, FATHERS_TOO)
        assert "fathers-too" not in tracker


def test_nothing_is_ever_raised_bare(tmp_path: Path) -> None:
    """Whatever is wrong is a LearningTrackerError, whose cause is the driver's or the system's."""
    path = tmp_path / "riverton.db"
    path.write_bytes(b"x" * 4096)
    with pytest.raises(LearningTrackerError) as caught:
        lt.open(path)
    assert isinstance(caught.value.__cause__, sqlite3.Error)


def test_log_is_quiet(tracker_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A whole tracker gives nothing to log."""
    with caplog.at_level(logging.DEBUG), lt.open(tracker_file) as tracker:
        add(tracker, FATHERS_TOO)
    assert caplog.records == []
