"""How SQLite keeps a change whole: a log of its own, or a journal to roll back from.

The file is only opened through SQLite: to open and close it otherwise would lose SQLite's locks.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learning_tracker.errors import StoreProblem
from learning_tracker.stores.folders import Shared


def use_wal(connection: sqlite3.Connection) -> None:
    """Keep changes in a log: quick, and others read while one writes, on this computer only."""
    if _mode(connection) != "wal":
        connection.execute("PRAGMA journal_mode = WAL")


def use_rollback(connection: sqlite3.Connection, path: Path, folder: Shared) -> None:
    """Keep changes so that no memory is shared: for folders that other computers see.

    Raises:
        StoreProblem: another program has the file open and uses the log.
    """
    if _mode(connection) == "wal":
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
        if not has_log or found.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        why = (
            f"it lies in {folder} and is still written as on a disk of its own, and another "
            "program has it open; close it everywhere, and open it again"
        )
        raise StoreProblem(path, "opened", why) from found
    finally:
        connection.execute("PRAGMA locking_mode = NORMAL")
        connection.execute(f"PRAGMA busy_timeout = {patience}")
    connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()  # only now is it let go


def _mode(connection: sqlite3.Connection) -> str:
    ((mode,),) = connection.execute("PRAGMA journal_mode").fetchall()
    return str(mode)
