"""How SQLite keeps a change whole: a log of its own, or a journal to roll back from.

The file is only opened through SQLite: to open and close it otherwise would lose SQLite's locks.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from learning_tracker.errors import StoreProblem
from learning_tracker.stores import locking
from learning_tracker.stores.folders import Shared
from learning_tracker.stores.sqlite_problems import code_of

_PAUSE = 0.01
"""How many seconds pass before a file is opened again."""


def in_turn(opening: Callable[[], None]) -> None:
    """Open a file that others may be opening too, each of whom wants it for itself.

    None of them waits in SQLite, which goes on reading meanwhile: those who wait for the file
    to be read by nobody else would wait for each other. Closed and opened again, one lets the
    others through.

    Args:
        opening: opens it without waiting, and closes it if that fails.

    Raises:
        sqlite3.OperationalError: others kept it, or it cannot be opened.
    """
    until = time.monotonic() + locking.PATIENCE
    while True:
        try:
            return opening()
        except sqlite3.OperationalError as found:
            if code_of(found) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
        time.sleep(_PAUSE)


def use_wal(connection: sqlite3.Connection) -> None:
    """Keep changes in a log: quick, and others read while one writes, on this computer only.

    Raises:
        sqlite3.OperationalError: others kept writing, or it cannot be.
    """
    if has_wal(connection):
        return
    until = time.monotonic() + locking.PATIENCE
    while not _went_over_to_wal(connection, until):
        connection.execute("BEGIN IMMEDIATE")  # which waits for whoever writes
        connection.execute("ROLLBACK")
    _read(connection)  # only now is there a log


def _went_over_to_wal(connection: sqlite3.Connection, until: float) -> bool:
    """Whether it did; not if another was writing, or going over to the log just then.

    SQLite reads the file for that before it writes it, and who reads already is never kept
    waiting for a turn to write: two of them would wait for each other.
    """
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as found:
        if code_of(found) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
            raise
        return False
    return True


def use_rollback(connection: sqlite3.Connection, path: Path, folder: Shared) -> None:
    """Keep changes so that no memory is shared: for folders that other computers see.

    Raises:
        StoreProblem: another program has the file open and uses the log.
    """
    if has_wal(connection):
        with leaving_wal(connection, path, folder):
            pass


@contextmanager
def leaving_wal(connection: sqlite3.Connection, path: Path, folder: Shared) -> Iterator[None]:
    """Read a file for the first time, and if all is well have it do without a log afterwards.

    With the file to itself, SQLite reads the log without the memory that others would share.

    Raises:
        StoreProblem: another program has the file open and uses the log.
    """
    has_log = os.path.exists(f"{os.path.realpath(path)}-shm")  # noqa: PTH110 - no file is opened
    ((patience,),) = connection.execute("PRAGMA busy_timeout").fetchall()
    if has_log:
        connection.execute("PRAGMA busy_timeout = 0")  # whoever has it open may have it for hours
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        yield
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as found:
        if not has_log or code_of(found) != sqlite3.SQLITE_BUSY:
            raise
        why = (
            f"it lies in {folder} and is still written as on a disk of its own, and another "
            "program has it open; close it everywhere, and open it again"
        )
        raise StoreProblem(path, "opened", why) from found
    finally:
        connection.execute("PRAGMA locking_mode = NORMAL")
        connection.execute(f"PRAGMA busy_timeout = {patience}")
    _read(connection)  # only now is it let go


def _read(connection: sqlite3.Connection) -> None:
    connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()


def has_wal(connection: sqlite3.Connection) -> bool:
    """Whether a connection had the file with a log when it last looked into it."""
    ((mode,),) = connection.execute("PRAGMA journal_mode").fetchall()
    return bool(mode == "wal")
