"""Trackers that are whole, and ways to break them."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import learning_tracker as lt
from learning_tracker.errors import InvalidData, StoreProblem
from learning_tracker.stores.rows import COLUMNS, checksum

POLICE = lt.Agency(id="police", name="Police")
FATHERS = lt.Theme(id="fathers", name="Fathers")
RENAMED = lt.Theme(id="fathers", name="Fathers and male carers")
SLEEP = lt.Theme(id="safe-sleep", name="Safe sleep", broader="fathers")
BY, WHY = "business-unit", "the March meeting"


def small_tracker(path: Path) -> Path:
    """A file with a few records and one revision more, closed."""
    with lt.open(path, create=True) as tracker:
        with tracker.change(by=BY, why=WHY):
            tracker.add(POLICE, FATHERS)
        with tracker.change(by=BY, why=WHY):
            tracker.replace(RENAMED)
        add(tracker, SLEEP)
    return path


def large_tracker(path: Path, themes: int = 40) -> Path:
    """A file of several pages, closed: themes below one another's first."""
    small_tracker(path)
    with lt.open(path) as tracker:
        for number in range(themes):
            add(tracker, lt.Theme(id=f"theme-{number}", name=f"{number} " * 60, broader="fathers"))
    return path


def add(tracker: lt.Tracker, *records: lt.Record) -> None:
    """Add records in a change."""
    with tracker.change(by=BY, why=WHY):
        tracker.add(*records)


def held(path: Path | str) -> set[lt.Record]:
    """What a tracker that can be opened holds."""
    with lt.open(path, create=False) as tracker:
        return set(tracker.values())


def told(path: Path | str) -> str:
    """The message with which a tracker that is broken cannot be opened; the file stays as it is."""
    before = content(Path(path)) if Path(path).is_file() else None
    with pytest.raises((StoreProblem, InvalidData)) as caught:
        lt.open(path)
    if before is not None:
        assert content(Path(path)) == before
    return str(caught.value)


def content(path: Path) -> dict[str, str]:
    """What the files of a tracker hold: the file and whatever is beside it, in short.

    The index of the changes that wait to be written (-shm) is made anew at will.
    """
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(path.parent.iterdir())
        if one.is_file() and not one.name.endswith("-shm")
    }


def overwrite(path: Path, at: int, what: bytes) -> None:
    """Put bytes into a file that nobody has open."""
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + what + whole[at + len(what) :])


def place_of(path: Path, text: str) -> int:
    """Where a text stands in a file, the last time."""
    return path.read_bytes().rindex(text.encode())


def sql(path: Path, *statements: str) -> list[tuple[object, ...]]:
    """What plain SQL gives; the answer of the last statement."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        found: list[tuple[object, ...]] = []
        for statement in statements:
            found = connection.execute(statement).fetchall()
        return found
    finally:
        connection.close()


@contextmanager
def _unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(asked).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, made in triggers:
            connection.execute(made)


def behind(path: Path, *statements: str) -> None:
    """Change a file as no tracker would: without its triggers, which are there again then."""
    with _unguarded(path) as connection:
        for statement in statements:
            connection.execute(statement)


def forged(path: Path, sequence: int, **values: object) -> None:
    """Change a revision and give it the checksum that goes with it, as a forger might."""
    with _unguarded(path) as connection:
        asked = "SELECT * FROM revision WHERE sequence = ?"
        (row,) = connection.execute(asked, (sequence,)).fetchall()
        new = dict(zip(COLUMNS, row, strict=True)) | values
        del new["checksum"]
        connection.execute("DELETE FROM revision WHERE sequence = ?", (sequence,))
        connection.execute(
            "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*new.values(), checksum(new.values())),
        )
