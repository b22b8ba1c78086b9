"""What SQLite reports, told in sentences that say what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learning_tracker.errors import StoreProblem
from learning_tracker.stores import locking

DAMAGED = (
    "it is damaged; nothing was written. learning-tracker verify tells what is damaged; take a "
    "backup, or copy what can be read (learning-tracker salvage)"
)
ONLY_READ = "it can only be read; ask for access, or copy it to where you may write"
CLOSED = "it was closed; open it again"
_BROKEN_OFF = (
    "a change to it was broken off, and must be taken back before it can be read; open it once "
    "where you may write, which does so"
)
_FULL = "the disk is full; make room and try again"
_NO_ANSWER = "the drive does not answer or has no room; try again, or choose another place"

_WHY = {
    sqlite3.SQLITE_LOCKED: "another part of this program is using it; end that first",
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _NO_ANSWER,
    sqlite3.SQLITE_READONLY: ONLY_READ,
    sqlite3.SQLITE_PERM: ONLY_READ,
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the name and that you may write there",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_TOOBIG: DAMAGED,
    sqlite3.SQLITE_FORMAT: DAMAGED,
    sqlite3.SQLITE_NOTADB: (
        "it is no SQLite file, or its beginning is damaged; nothing was written: check that it "
        "is the right file, or take a backup"
    ),
}
"""What to do about each result code of SQLite, by its lower eight bits."""


@contextmanager
def sqlite_explained(path: Path, deed: str) -> Iterator[None]:
    """Turn an error of SQLite into one that says what to do.

    Raises:
        StoreProblem: there was one.
    """
    try:
        yield
    except sqlite3.Error as found:
        raise StoreProblem(path, deed, _why(found)) from found
    except UnicodeDecodeError as found:  # SQLite quotes what it cannot read
        raise StoreProblem(path, deed, DAMAGED) from found


def code_of(found: sqlite3.Error) -> int:
    """The result code of an error, its lower eight bits; 0 if it is Python's own."""
    return int(getattr(found, "sqlite_errorcode", 0)) & 0xFF


def _why(found: sqlite3.Error) -> str:
    if getattr(found, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_ROLLBACK:
        return _BROKEN_OFF
    code = code_of(found)
    if code == sqlite3.SQLITE_BUSY:
        return f"others have been writing it for {locking.PATIENCE:g} seconds; try again"
    return _WHY.get(code, f"SQLite says: {found}")
