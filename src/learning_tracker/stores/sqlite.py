"""SQLite: one file, and the engine that comes with Python."""

import os
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from learning_tracker.errors import StoreProblem
from learning_tracker.files import explained
from learning_tracker.stores.locking import PATIENCE
from learning_tracker.stores.schema import Step

APPLICATION = 0x4C545230
"""What marks an SQLite file as a tracker's: the letters LTR0."""

_DAMAGED = "it is damaged; nothing was written: take a backup (learning-tracker verify says more)"
_WHY = {
    sqlite3.SQLITE_BUSY: f"others have been writing it for {PATIENCE:.0f} seconds; try again",
    sqlite3.SQLITE_LOCKED: "another part of this program is using it; end that first",
    sqlite3.SQLITE_FULL: "the disk is full; make room and try again",
    sqlite3.SQLITE_IOERR: "the drive does not answer; try again, or choose another place",
    sqlite3.SQLITE_READONLY: "it can only be read; ask for access, or copy it elsewhere",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the name and that you may write there",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: "it is no SQLite file; check that it is the right file",
}
"""What to do about each result code of SQLite, by its lower eight bits."""


class SQLite:
    """A connection to an SQLite file.

    Attributes:
        path: where the file is.
    """

    def __init__(self, path: Path, *, create: bool = True, mode: int = 0o600) -> None:
        """Open the file, or make it where there is none.

        Args:
            path: where it is.
            create: whether it is made; if not, a missing file is an error.
            mode: who may read and write a new file.

        Raises:
            StoreProblem: it cannot be opened, or holds something else.
        """
        self.path = path
        with explained(path, "opened"):
            _make(path, mode) if create else path.stat()
        with self._explained("opened"):
            # Transactions are begun and ended in so many words.
            self._connection = sqlite3.connect(
                path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
        self._closing = weakref.finalize(self, self._connection.close)
        with self._explained("opened"):
            self._settle()

    def _settle(self) -> None:
        """Have what is committed survive a power cut, and know the file as a tracker's."""
        if self.ask("PRAGMA journal_mode") != [("wal",)]:
            self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        ((application,),) = self.ask("PRAGMA application_id")
        if application != APPLICATION:
            if self.ask("SELECT 1 FROM sqlite_master LIMIT 1"):
                why = "it is an SQLite file, but no tracker; check that it is the right file"
                raise StoreProblem(self.path, "opened", why)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")

    @property
    def name(self) -> str:
        """What messages call it: its path."""
        return str(self.path)

    def statements(self, step: Step) -> tuple[str, ...]:
        """The statements of a step in SQLite's words."""
        return step.sqlite

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which everything is read as it was at one moment."""
        with self._transaction("BEGIN", "read"):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that stands as a whole or not at all, and in which nobody else writes.

        Raises:
            StoreProblem: others kept writing, or it cannot be kept.
        """
        with self._transaction("BEGIN IMMEDIATE", "written"):
            yield

    @contextmanager
    def _transaction(self, begin: str, deed: str) -> Iterator[None]:
        with self._explained(deed):
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk ends the transaction by itself.
                with suppress(sqlite3.Error):
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                raise

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a statement gives, all of it."""
        with self._explained("read"):
            return self._connection.execute(statement, values).fetchall()

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Carry out a statement, once for each row of values."""
        with self._explained("written"):
            self._connection.executemany(statement, rows)

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        return bool(self.ask("SELECT 1 FROM sqlite_master WHERE name = ?", table))

    def close(self) -> None:
        """Let go of the file."""
        self._closing()

    @contextmanager
    def _explained(self, deed: str) -> Iterator[None]:
        """Turn an error of SQLite into one that says what to do.

        Raises:
            StoreProblem: there was one.
        """
        try:
            yield
        except sqlite3.Error as found:
            code = getattr(found, "sqlite_errorcode", 0) & 0xFF
            why = _WHY.get(code, f"SQLite says: {found}")
            raise StoreProblem(self.path, deed, why) from found


def _make(path: Path, mode: int) -> None:
    """Make an empty file with this mode, if there is none: SQLite would ask the umask alone."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
