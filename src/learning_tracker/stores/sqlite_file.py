"""The file of an SQLite database: how it may be opened, and whether it is still the same.

It is opened through SQLite alone: a program that opens and closes a file otherwise loses the
locks of all that it has open on it (POSIX).
"""

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import quote

from learning_tracker.errors import StoreProblem
from learning_tracker.stores.sqlite_problems import code_of

_WAL, _JOURNAL = "-wal", "-journal"
_EMPTY = (
    "it is empty, and a tracker's file never is; take a backup, or delete it if it is to be "
    "begun anew"
)
_GONE = (
    "it was deleted, moved or replaced since it was opened, and what is written now would be "
    "lost; open it again"
)
_TORN = (
    "the file {beside}, which is part of it, was deleted while it was in use; close all programs "
    "that use it, at best without killing them, and run learning-tracker verify"
)
_WAITING = (
    "there are changes in {beside} that are still to be written into it, and here nothing may "
    "be written; copy both files to where you may write, and open them there"
)


class SQLiteFile:
    """What the folder tells of an SQLite file.

    Attributes:
        path: where it is.
    """

    def __init__(self, path: Path) -> None:
        """Know where it is."""
        self.path = path
        self._known: os.stat_result | None = None
        self._rested = True
        self._in_wal = False

    def must_hold_something(self) -> None:
        """See that it is a file with something in it.

        SQLite would take an empty file for a new database, and a damaged one for no tracker.

        Raises:
            StoreProblem: it is empty.
            OSError: it is not there, is no file, or may not be read.
        """
        found = self.path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError
        if found.st_size == 0:
            raise StoreProblem(self.path, "opened", _EMPTY)
        if not _may(os.R_OK, self.path):  # SQLite says only that it cannot be opened
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def looks_torn(self) -> bool:
        """Whether its beginning is not that of an SQLite file, and changes stand beside it."""
        if self._at_rest():
            return False
        with closing(sqlite3.connect(self._uri("immutable=1"), uri=True)) as connection:
            try:
                connection.execute("PRAGMA application_id").fetchall()
            except sqlite3.DatabaseError as found:
                return code_of(found) == sqlite3.SQLITE_NOTADB
        return False

    def may_be_written(self) -> bool:
        """Whether it and its folder may be written: SQLite keeps its journal beside it."""
        return _may(os.W_OK, self.path) and _may(os.W_OK, self.path.parent)

    def address(self, *, only_read: bool) -> str:
        """The URI by which SQLite opens it, and never makes it.

        A file that nobody is using is read as it is: SQLite would else make files beside it.

        Raises:
            StoreProblem: it can only be read, and what is beside it would have to be written.
        """
        if not only_read:
            return self._uri("mode=rw")
        if self._at_rest():
            return self._uri("immutable=1")
        for beside in (_WAL, _JOURNAL):
            if self._size(beside) and not _may(os.W_OK, self.path.parent) and not self._in_use():
                why = _WAITING.format(beside=self.path.name + beside)
                raise StoreProblem(self.path, "read", why)
        return self._uri("mode=ro")

    def _uri(self, how: str) -> str:
        path = quote(os.fsencode(self.path.absolute().as_posix()), safe="/:")
        return f"file://{'' if path.startswith('/') else '/'}{path}?{how}"

    def _at_rest(self) -> bool:
        return not any(self._beside(end).exists() for end in (_WAL, _JOURNAL))

    def _in_use(self) -> bool:
        return self._beside("-shm").exists()

    def _size(self, end: str) -> int:
        beside = self._beside(end)
        return beside.stat().st_size if beside.exists() else 0

    def _beside(self, end: str) -> Path:
        return self.path.with_name(self.path.name + end)

    def remember(self, *, in_wal: bool) -> None:
        """Take the file as it is now for the one that is open.

        Args:
            in_wal: whether it is open with a log. One that merely lies there may be that of
                another program, which deletes it when it is done.
        """
        self._known = self._found()
        self._rested = self._at_rest()
        self._in_wal = in_wal

    def _found(self) -> os.stat_result | None:
        try:
            return self.path.stat()
        except OSError:
            return None

    def changed(self) -> bool:
        """Whether it was written or replaced since it was remembered."""
        return _stamp(self._found()) != _stamp(self._known) or self._rested != self._at_rest()

    def must_be_the_same(self, deed: str) -> None:
        """See that it, and what belongs to it, is still the one remembered.

        Raises:
            StoreProblem: it is not.
        """
        found = self._found()
        if found is None or self._known is None or not os.path.samestat(found, self._known):
            raise StoreProblem(self.path, deed, _GONE)
        if self._in_wal and not self._beside(_WAL).exists():
            why = _TORN.format(beside=self.path.name + _WAL)
            raise StoreProblem(self.path, deed, why)

    def size(self) -> int:
        """How many bytes it has."""
        return self.path.stat().st_size

    def mode(self) -> int:
        """Who may read and write it."""
        return stat.S_IMODE(self.path.stat().st_mode)

    def copies(self, version: int) -> Iterator[Path]:
        """The names that a copy of it may have, the best first; legal on Windows too."""
        for number in count(1):
            again = f"-{number}" if number > 1 else ""
            yield self.path.with_name(
                f"{self.path.stem}.version-{version}{again}{self.path.suffix}"
            )


def _stamp(found: os.stat_result | None) -> tuple[int, ...]:
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns) if found else ()


def _may(deed: int, path: Path) -> bool:
    # A program may act as another user than the one who started it.
    effective = os.access in os.supports_effective_ids
    return os.access(path, deed, effective_ids=effective)
