"""SQLite: one file, and the engine that comes with Python."""

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from learning_tracker.errors import StoreProblem
from learning_tracker.files import explained
from learning_tracker.stores import locking
from learning_tracker.stores.dialects import SQLiteDialect
from learning_tracker.stores.folders import shared_folder
from learning_tracker.stores.journal import has_wal, in_turn, leaving_wal, use_rollback, use_wal
from learning_tracker.stores.new_files import must_stand_alone, new_file
from learning_tracker.stores.one_writer import Marker
from learning_tracker.stores.schema import Step
from learning_tracker.stores.sqlite_file import SQLiteFile
from learning_tracker.stores.sqlite_problems import (
    CLOSED,
    DAMAGED,
    ONLY_READ,
    code_of,
    sqlite_explained,
)

APPLICATION = 0x4C545230
"""What marks an SQLite file as a tracker's: the letters LTR0."""

_LISTED = 100
"""How many defects of a file are told; after so many it is beyond doubt."""


class SQLite:
    """A connection to an SQLite file.

    Attributes:
        path: where the file is.
        only_read: whether it can only be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool = True,
        mode: int = 0o600,
        only_read: bool = False,
        lenient: bool = False,
    ) -> None:
        """Open the file, or make it where there is none.

        Args:
            path: where it is.
            create: whether it is made; if not, a missing file is an error.
            mode: who may read and write a new file.
            only_read: touch neither the file nor the folder. A file that one may not write is
                opened like this in any case.
            lenient: open it also where its beginning tells of more than there is.

        Raises:
            StoreProblem: it cannot be opened, or holds something else.
        """
        self.path = path
        self._file = SQLiteFile(path)
        folder = shared_folder(path)
        self._marker = Marker(path, folder) if folder else None
        with explained(path, "opened"):
            if create and not only_read and not path.exists():
                _make(path, mode)
            self._file.must_hold_something()
        self.only_read = only_read or not self._file.may_be_written()
        self._lenient = lenient
        self._connect()

    def _connect(self) -> None:
        with sqlite_explained(self.path, "opened"):
            if not self.only_read and self._file.looks_torn():
                self._read_first()
            if self._marker:
                in_turn(lambda: self._open(patience=0))
            else:
                self._open(locking.PATIENCE)

    def _open(self, patience: float) -> None:
        # Transactions are begun and ended in so many words.
        self._connection = sqlite3.connect(
            self._file.address(only_read=self.only_read),
            uri=True,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
        )
        self._closing = weakref.finalize(self, self._connection.close)
        try:
            self._settle()
        except BaseException:
            self._closing()
            raise

    def _read_first(self) -> None:
        """Read a file that is damaged, or was torn and will be mended by what is beside it.

        Opened for writing, it would be given that before it is found to be no SQLite file.
        """
        address = self._file.address(only_read=True)
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA application_id").fetchall()

    def _settle(self) -> None:
        """Know the file as a tracker's, and have what is committed survive a power cut."""
        self._file.remember(in_wal=False)
        if self._lenient:
            self._connection.execute("PRAGMA writable_schema = ON")
        with self._first_read():
            self._must_be_a_trackers()
        # In a shared folder its entries too: a journal that comes back would undo a change.
        synchronous = "EXTRA" if self._marker else "FULL"
        self._connection.execute(f"PRAGMA synchronous = {synchronous}")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute(f"PRAGMA busy_timeout = {locking.PATIENCE * 1000:.0f}")
        self._file.remember(in_wal=has_wal(self._connection))

    def _first_read(self) -> AbstractContextManager[None]:
        if self._marker is None or self.only_read or self._lenient:
            return nullcontext()
        return leaving_wal(self._connection, self.path, self._marker.folder)

    def _must_be_a_trackers(self) -> None:
        ((application,),) = self._connection.execute("PRAGMA application_id")
        if application != APPLICATION:
            why = "it is an SQLite file, but no tracker; check that it is the right file"
            raise StoreProblem(self.path, "opened", why)
        if not self._lenient and (cut := self._cut_off()):
            raise StoreProblem(self.path, "opened", f"{cut}; {DAMAGED}")

    def _cut_off(self) -> str:
        """That the file ends within a page, if it does."""
        ((page,),) = self.ask("PRAGMA page_size")
        return "it ends in the middle of a page" if self._file.size() % page else ""

    def _choose_journal(self) -> None:
        """Keep changes beside the file until they are whole, in the way that its folder allows.

        The file itself says how its changes are kept: it is written only once it was read.
        """
        if self._marker:
            use_rollback(self._connection, self.path, self._marker.folder)
        else:
            use_wal(self._connection)
        self._file.remember(in_wal=has_wal(self._connection))

    @property
    def name(self) -> str:
        """What messages call it: its path."""
        return str(self.path)

    @property
    def dialect(self) -> SQLiteDialect:
        """What it says otherwise than other engines."""
        return SQLiteDialect()

    def statements(self, step: Step) -> tuple[str, ...]:
        """The statements of a step in SQLite's words."""
        return step.sqlite

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which everything is read as it was at one moment."""
        with self._transaction("BEGIN", "read"):
            yield

    @contextmanager
    def writing(self, by: str = "") -> Iterator[None]:
        """A transaction that stands as a whole or not at all, and in which nobody else writes.

        In a shared folder whoever changes the tracker holds it from then on until it is closed.

        Raises:
            OneWriter: in a shared folder another holds the file.
            StoreProblem: others kept writing, or it cannot be kept.
        """
        if self.only_read:
            raise StoreProblem(self.path, "written", ONLY_READ)
        with self._marker.taken(by) if self._marker else nullcontext():
            self._look("written")
            with sqlite_explained(self.path, "written"):
                self._choose_journal()
            with self._transaction("BEGIN IMMEDIATE", "written"):
                yield

    @contextmanager
    def _transaction(self, begin: str, deed: str) -> Iterator[None]:
        self._look(deed)
        with sqlite_explained(self.path, deed):
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

    def _look(self, deed: str) -> None:
        """See that the file is still the one that was opened.

        Raises:
            StoreProblem: it was deleted or replaced; what is written would be lost.
        """
        if not self._closing.alive:
            raise StoreProblem(self.path, deed, CLOSED)
        if self.only_read and self._file.changed():
            self._closing()
            self._connect()
        else:
            self._file.must_be_the_same(deed)

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a statement gives, all of it."""
        with sqlite_explained(self.path, "read"):
            if not self._connection.in_transaction:
                self._look("read")
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.OperationalError as found:
                if "decode" not in str(found):
                    raise
                return self._damaged_text(statement, values)

    def _damaged_text(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """What a statement gives where a text is none: the checksum of its row tells the rest."""
        self._connection.text_factory = lambda text: text.decode(errors="replace")
        try:
            return self._connection.execute(statement, values).fetchall()
        finally:
            self._connection.text_factory = str

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Carry out a statement, once for each row of values."""
        with sqlite_explained(self.path, "written"):
            self._connection.executemany(statement, rows)

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        return bool(self.ask("SELECT 1 FROM sqlite_master WHERE name = ?", table))

    def triggers(self) -> frozenset[str]:
        """The names of the triggers that stand."""
        found = self.ask("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return frozenset(name for (name,) in found)

    def definitions(self) -> dict[str, str]:
        """The statement that made each table and view, by its name."""
        kept = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
        return dict(self.ask(kept))

    def damage(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file: with its pages, indexes and limits."""
        try:
            found = self.ask(f"PRAGMA integrity_check({_LISTED})")
            cut = self._cut_off()
        except StoreProblem as problem:
            return (str(problem),)
        wrong = [str(one) for one in (cut, *(line for (line,) in found)) if one not in {"", "ok"}]
        return tuple(wrong or self._damaged_definitions())

    def _damaged_definitions(self) -> Iterator[str]:
        """What is wrong with how a table, a view or a trigger is defined, if anything is.

        Where it is opened leniently SQLite passes over that; otherwise it opens nothing then.
        """
        address = self._file.address(only_read=True)
        with (
            sqlite_explained(self.path, "read"),
            closing(sqlite3.connect(address, uri=True, timeout=locking.PATIENCE)) as strict,
        ):
            try:
                strict.execute("SELECT 1 FROM sqlite_master").fetchall()
            except UnicodeDecodeError:  # SQLite quotes what it cannot read
                yield "what its tables and views are cannot be read"
            except sqlite3.Error as found:
                if code_of(found) == sqlite3.SQLITE_BUSY:
                    raise
                yield str(found)

    def moved_on(self) -> bool:
        """Whether the file was written while it was read as it is."""
        return self.only_read and self._file.changed()

    def sees_all(self) -> bool:
        """Whether every revision can be seen: in a file, always."""
        return True

    def owns(self) -> bool:
        """Whether this login owns the tables: a file knows no logins."""
        return True

    def keep_copy(self, version: int) -> Path:
        """Copy the file as it stands beside it, under a name that nothing has.

        Args:
            version: that of its tables, which the name tells.

        Returns:
            the copy.

        Raises:
            StoreProblem: it cannot be made.
        """
        for copy in self._file.copies(version):
            with (
                explained(copy, "written"),
                suppress(FileExistsError),
                sqlite_explained(copy, "written"),
            ):
                with new_file(copy, self._file.mode()) as temporary:
                    self.copy_to(temporary)
                return copy
        raise AssertionError  # pragma: no cover - there is always another name

    def copy_to(self, path: Path) -> None:
        """Copy all that stands into another file, also while others write.

        Raises:
            StoreProblem: it cannot be read.
            sqlite3.Error: the other file cannot be written; its caller knows the name it will have.
        """
        # A connection cannot copy what it holds open for writing; another sees what stands.
        address = self._file.address(only_read=self.only_read)
        with (
            closing(self._source(address)) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")

    def _source(self, address: str) -> sqlite3.Connection:
        """A connection that reads already: `backup` would wait for ever for its turn to."""
        with sqlite_explained(self.path, "read"):
            source = sqlite3.connect(
                address, uri=True, timeout=locking.PATIENCE, isolation_level=None
            )
            try:
                source.execute("BEGIN")
                source.execute("SELECT 1 FROM sqlite_master").fetchall()
            except BaseException:
                source.close()
                raise
            return source

    @contextmanager
    def unguarded(self, table: str) -> Iterator[None]:
        """Within a transaction: let the rows of a table be changed until the end of the block."""
        guards = self.ask(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", table
        )
        for name, _ in guards:
            self.run(f'DROP TRIGGER "{name}"')
        yield
        for _, statement in guards:
            self.run(statement)

    def begin_to_forget(self) -> None:
        """Before a transaction: have what it changes or deletes overwritten with zeros."""
        with sqlite_explained(self.path, "written"):
            self._connection.execute("PRAGMA secure_delete = ON")

    def scrub(self) -> tuple[str, ...]:
        """Write the file anew and empty its log, so that nothing is left of what was before.

        Returns:
            that something may be left, and why: another program keeps the file in use, or the
            disk has no room for writing it anew.
        """
        try:
            with sqlite_explained(self.path, "written"):
                self._connection.execute("VACUUM")
                found = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except StoreProblem as problem:
            return (self._left(str(problem)),)
        # In a journal that is rolled back from there is no log, and the answer is (0, -1, -1).
        return (self._left("another program keeps the file in use"),) if found[0][0] else ()

    def _left(self, why: str) -> str:
        return (
            f"the free space of {self.path} and its log {self.path.name}-wal: {why}. The text is "
            "gone from the records, but may still stand there until all programs that use the "
            "file are closed, there is room on the disk for a second one, and the redaction is "
            "asked for once more"
        )

    def close(self) -> None:
        """Let go of the file."""
        self._closing()
        if self._marker:
            self._marker.let_go()


def _make(path: Path, mode: int) -> None:
    """Make a file that holds nothing but the mark of a tracker, unless another is faster.

    Raises:
        StoreProblem: it cannot be made, or changes of another file of that name lie there.
    """
    must_stand_alone(path)
    with (
        suppress(FileExistsError),
        new_file(path, mode) as temporary,
        sqlite_explained(path, "written"),
        closing(sqlite3.connect(temporary)) as connection,
    ):
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
