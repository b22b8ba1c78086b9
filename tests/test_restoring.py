"""What the guide "Back up and restore" tells to be done by hand, done step by step."""

from pathlib import Path
from shutil import copyfile

import pytest
from click.testing import CliRunner

import learning_tracker as lt
from faults import (
    BY,
    FATHERS,
    POLICE,
    RENAMED,
    SLEEP,
    add,
    content,
    held,
    overwrite,
    small_tracker,
    sql,
)
from learning_tracker.cli import main
from learning_tracker.revisions import Revision
from learning_tracker.stores.locations import open_store
from parts import needs_module

ALL = {POLICE, RENAMED, SLEEP}
SINCE = lt.Agency(id="health", name="Health")
"""What was added after the backup was made."""


def ran(*words: str | Path) -> str:
    """What a command tells that does what it is asked."""
    found = CliRunner().invoke(main, list(map(str, words)))
    assert found.exit_code == 0, found.output
    return found.output


def refused(*words: str | Path) -> str:
    """Why a command does not do what it is asked."""
    found = CliRunner().invoke(main, list(map(str, words)))
    assert found.exit_code == 2
    return found.stderr


def revisions(location: Path | str) -> tuple[Revision, ...]:
    """The whole history that is kept there."""
    store = open_store(location, create=False, mode=0o600)
    try:
        return store.revisions()
    finally:
        store.close()


@pytest.fixture
def lost(tmp_path: Path) -> tuple[Path, Path]:
    """A damaged tracker, as a program left it that was killed, and a backup from before.

    The last change stands in the file beside it (-wal) alone.
    """
    tracker, backup = tmp_path / "riverton.db", tmp_path / "backup.db"
    ran("backup", small_tracker(tmp_path / "whole.db"), "-o", backup)
    with lt.open(tmp_path / "whole.db") as opened:
        add(opened, SINCE)
        for end in ("", "-wal", "-shm"):
            copyfile(tmp_path / f"whole.db{end}", tmp_path / f"riverton.db{end}")
    overwrite(tracker, 0, b"\xff" * 4096)
    return tracker, backup


def _out_of_the_way(tracker: Path, folder: Path, *ends: str) -> None:
    folder.mkdir()
    for end in ends:
        tracker.with_name(f"{tracker.name}{end}").rename(folder / f"{tracker.name}{end}")


def test_a_tracker_is_restored_step_by_step(lost: tuple[Path, Path], tmp_path: Path) -> None:
    """The old file is put out of the way with what stands beside it, and the backup copied."""
    tracker, backup = lost
    before = content(tracker)
    assert refused("check", tracker)
    assert content(tracker) == before  # also what stands beside it
    _out_of_the_way(tracker, tmp_path / "old", "", "-wal", "-shm")
    ran("copy", backup, tracker)
    assert "is whole: 3 records, in 4 revisions by 3 changes." in ran("verify", tracker)
    assert revisions(tracker) == revisions(backup)
    assert held(tracker) == ALL  # what was changed after the backup is not there
    with lt.open(tracker) as opened:
        add(opened, SINCE)
    assert held(tracker) == {*ALL, SINCE}


def test_a_torn_beginning_is_mended_by_what_is_beside_it(tmp_path: Path) -> None:
    """A file of which the first page was half written is opened, if the page stands beside it."""
    whole, torn = small_tracker(tmp_path / "whole.db"), tmp_path / "torn.db"
    with lt.open(whole) as opened:
        add(opened, SINCE)
        sql(whole, "PRAGMA user_version = 7")  # which stands on the first page
        for end in ("", "-wal"):
            copyfile(tmp_path / f"whole.db{end}", tmp_path / f"torn.db{end}")
    overwrite(torn, 0, b"\xff" * 100)
    assert held(torn) == {*ALL, SINCE}


@pytest.mark.parametrize("left", ["", "-wal"])
def test_what_was_left_in_the_way_is_not_restored_over(
    lost: tuple[Path, Path], tmp_path: Path, left: str
) -> None:
    """Where the old file, or its changes beside it, were left, nothing is written over them."""
    tracker, backup = lost
    _out_of_the_way(tracker, tmp_path / "old", *{"", "-wal", "-shm"} - {left})
    before = content(tracker)
    assert refused("copy", backup, tracker)
    assert content(tracker) == before


def test_a_plain_file_is_restored(tmp_path: Path) -> None:
    """The backup of a .json file is copied under its name, and is the file as it was."""
    tracker, backup = small_tracker(tmp_path / "riverton.json"), tmp_path / "backup.json"
    ran("backup", tracker, "-o", backup)
    before = tracker.read_bytes()
    tracker.write_text('{"format": "learn')
    _out_of_the_way(tracker, tmp_path / "old", "")
    ran("copy", backup, tracker)
    assert tracker.read_bytes() == before
    assert "is whole: 3 records." in ran("verify", tracker)


def test_a_server_is_restored(postgres: str, tmp_path: Path) -> None:
    """Of a server that lost its tables the backup is copied into an empty database."""
    backup = tmp_path / "backup.db"
    with lt.open(postgres) as tracker:
        add(tracker, POLICE, FATHERS)
        tracker.redact("police", "name", by=BY, why="a name")
    ran("backup", postgres, "-o", backup)
    before = revisions(postgres)
    assert "is not written over" in refused("copy", backup, postgres)
    psycopg = needs_module("psycopg", "postgres")
    with psycopg.connect(postgres, autocommit=True) as server:
        schema = server.execute("SELECT current_schema()").fetchone()[0]
        server.execute(f"DROP SCHEMA {schema} CASCADE")
        server.execute(f"CREATE SCHEMA {schema}")
    ran("copy", backup, postgres)
    assert "is whole" in ran("verify", postgres)
    assert revisions(postgres) == before
    with lt.open(postgres) as tracker:
        assert [one.id for one in tracker.redactions()] == ["police"]
        add(tracker, SLEEP)


def test_views_come_with_the_first_change(tmp_path: Path) -> None:
    """What is restored has its views for other tools after a change, or once they are asked for."""
    small_tracker(tmp_path / "riverton.db")
    restored = tmp_path / "restored.db"
    ran("copy", tmp_path / "riverton.db", restored)
    assert "action_as_at" in ran("views", restored).split()


def test_what_was_redacted_since_is_redacted_again(tmp_path: Path) -> None:
    """A backup from before a redaction holds the text; once more, and what is restored has none."""
    tracker, backup = tmp_path / "riverton.db", tmp_path / "backup.db"
    with lt.open(tracker) as opened:
        add(opened, lt.Agency(id="police", name="Police", note="Said by Jo Bloggs."))
    ran("backup", tracker, "-o", backup)
    asked = ("police", "note", "--by", BY, "--why", "a name")
    assert "backup of " in ran("redact", tracker, *asked)
    tracker.unlink()
    ran("copy", backup, tracker)
    assert b"Jo Bloggs" in tracker.read_bytes()
    ran("redact", tracker, *asked)
    assert b"Jo Bloggs" not in tracker.read_bytes()
