"""The file of an SQLite database: how it may be opened, and whether it is still the same.

It is never opened here: a program that opens and closes a file that SQLite has open loses
SQLite's locks on it (POSIX).
"""

import errno
import os
import stat
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import quote

from learning_tracker.errors import StoreProblem

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
_BEGINNING = b"SQLite format 3\0"


class SQLiteFile:
    """What the folder tells of an SQLite file.

    Attributes:
        path: where it is.
    """

    def __init__(self, path: Path) -> None:
        """Know where it is."""
        self.path = path
        self._known: os.stat_result | None = None
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

    def begins_well(self) -> bool:
        """Whether it begins as every SQLite file does."""
        with self.path.open("rb") as file:
            return file.read(len(_BEGINNING)) == _BEGINNING

    def may_be_written(self) -> bool:
        """Whether it and its folder may be written: SQLite keeps its journal beside it."""
        return _may(os.W_OK, self.path) and _may(os.W_OK, self.path.parent)

    def address(self, *, only_read: bool) -> str:
        """The URI by which SQLite opens it, and never makes it.

        A file that nobody is using is read as it is: SQLite would else make files beside it.

        Raises:
            StoreProblem: it can only be read, and what is beside it would have to be written.
        """
        path = quote(os.fsencode(self.path.absolute().as_posix()), safe="/:")
        uri = f"file://{'' if path.startswith('/') else '/'}{path}"
        if not only_read:
            return f"{uri}?mode=rw"
        if self._at_rest():
            return f"{uri}?immutable=1"
        for beside in (_WAL, _JOURNAL):
            if self._size(beside) and not _may(os.W_OK, self.path.parent) and not self._in_use():
                why = _WAITING.format(beside=self.path.name + beside)
                raise StoreProblem(self.path, "read", why)
        return f"{uri}?mode=ro"

    def _at_rest(self) -> bool:
        return not any(self._beside(end).exists() for end in (_WAL, _JOURNAL))

    def _in_use(self) -> bool:
        return self._beside("-shm").exists()

    def _size(self, end: str) -> int:
        beside = self._beside(end)
        return beside.stat().st_size if beside.exists() else 0

    def _beside(self, end: str) -> Path:
        return self.path.with_name(self.path.name + end)

    def remember(self) -> None:
        """Take the file as it is now for the one that is open."""
        self._known = self._found()
        self._in_wal = self._beside(_WAL).exists()

    def _found(self) -> os.stat_result | None:
        try:
            return self.path.stat()
        except OSError:
            return None

    def changed(self) -> bool:
        """Whether it was written or replaced since it was remembered."""
        return _stamp(self._found()) != _stamp(self._known) or self._in_wal == self._at_rest()

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
