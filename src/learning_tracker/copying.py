"""Copies and backups of a tracker: written whole or not at all, and remembered."""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from learning_tracker.errors import StoreProblem, WouldOverwrite
from learning_tracker.files import explained
from learning_tracker.keeping import Keeper
from learning_tracker.kinds import Record
from learning_tracker.stores.carrying import carry, must_be_empty
from learning_tracker.stores.database import Database
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.stores.json_store import JsonStore
from learning_tracker.stores.locations import is_database, is_server, open_store, path_of
from learning_tracker.stores.new_files import must_stand_alone, new_file, remove
from learning_tracker.stores.notes import place_words
from learning_tracker.stores.sqlite import SQLite
from learning_tracker.stores.sqlite_problems import sqlite_explained
from learning_tracker.stores.store import Deed, Store

_OWNER_ONLY = 0o600
_LOG = logging.getLogger(__name__)


def note_copy(store: Store | None, place: str | Path, what: str) -> None:
    """Remember that a copy of a tracker was made: a redaction lists it.

    Where that cannot be kept, as of a file that may only be read, it is said and the copy
    stands: it has been made.

    Args:
        store: what the tracker is kept in; None if that may not be known.
        place: where the copy was written.
        what: "copy", "backup", "export".
    """
    if store is None:
        return
    try:
        store.note_copy(str(place), what)
    except StoreProblem as problem:
        _LOG.warning("the %s was written, but will not be remembered: %s", what, problem)


def write_copy(
    records: Iterable[Record], location: str | Path, *, history: Store | None, by: str, why: str
) -> None:
    """Write records where a path or a URL says, with their history where both keep one.

    Args:
        records: what is written where there is no history.
        location: a .json file, which is replaced; or a database, which must be empty.
        history: the store whose history goes with them; None if none may.
        by: who makes the change that they are in a database without that history.
        why: the reason of it.

    Raises:
        WouldOverwrite: the database holds records.
        NoAuthor: `by` is blank and needed.
        StoreProblem: it cannot be written, or the history cannot be read.
    """
    if not is_database(location):
        JsonFile(path_of(location, "written")).save(records)
        return
    with _empty_database(location) as target:
        if isinstance(history, Database):
            carry(history, target)
        else:
            keeper = Keeper(target)
            with keeper.change(by, why):
                for record in records:
                    keeper.network.add(record)


@contextmanager
def _empty_database(location: str | Path) -> Iterator[Database]:
    """A database that holds nothing yet; a file that was made for it goes if this fails."""
    made = not is_server(location) and not os.path.lexists(location)
    store = open_store(location, create=True, mode=_OWNER_ONLY)
    try:
        yield _empty(store, location)
    except BaseException:
        store.close()
        if made:
            remove(Path(location))
        raise
    store.close()


def _empty(store: Store, location: str | Path) -> Database:
    if not isinstance(store, Database):
        why = "this login may only add what is its own; ask the business unit to copy it"
        raise StoreProblem(place_words(str(location)), "written", why)
    must_be_empty(store)
    return store


def back_up(store: Store, path: Path) -> None:
    """Write a backup of a store into a file that is not there yet.

    Of an SQLite file and of a PostgreSQL database it is an SQLite file with the whole history;
    of a .json file, its content.

    Raises:
        WouldOverwrite: there is such a file.
        StoreProblem: it cannot be written, what was written is not whole, its name does not
            fit what it is, changes of another file of that name lie there, the tracker is
            kept in memory only, or this login may not.
        InvalidData: something is wrong with what was to be written.
    """
    store.must_let(Deed.BACK_UP)
    _must_fit(store, path)
    if os.path.lexists(path):
        raise WouldOverwrite(path)
    must_stand_alone(path)
    with explained(path, "written"), sqlite_explained(path, "written"):
        try:
            with new_file(path, _OWNER_ONLY) as temporary:
                _write_backup(store, temporary, path)
        except FileExistsError:
            raise WouldOverwrite(path) from None


def _must_fit(store: Store, path: Path) -> None:
    if not isinstance(store, Database | JsonStore):
        why = "it is kept in memory only; write it with save"
        raise StoreProblem("this tracker", "backed up", why)
    if isinstance(store, Database) != is_database(path):
        ending = ".db" if isinstance(store, Database) else ".json"
        raise StoreProblem(path, "written", f"the backup of this tracker is a {ending} file")


def _write_backup(store: Store, temporary: Path, path: Path) -> None:
    if isinstance(store, JsonStore):
        content = store.file.read()
        store.file.network(content)  # which says if something is wrong with it
        _write(temporary, content)
    elif isinstance(store, Database):
        _copy_database(store, temporary)
        try:
            _must_be_whole(temporary)
        except StoreProblem as found:
            why = "what was read is not whole; learning-tracker verify says more"
            raise StoreProblem(path, "written", why) from found


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _copy_database(database: Database, temporary: Path) -> None:
    if isinstance(database.engine, SQLite):
        database.engine.copy_to(temporary)
        return
    with TemporaryDirectory(prefix=".learning-tracker-", dir=temporary.parent) as folder:
        engine = SQLite(Path(folder) / "backup.db")
        try:
            carry(database, Database(engine))
            engine.copy_to(temporary)
        finally:
            engine.close()


def _must_be_whole(path: Path) -> None:
    """Read all of an SQLite file that was just written.

    Raises:
        StoreProblem: SQLite finds something wrong with it.
        InvalidData: a revision is damaged or lacking, or links are not whole.
    """
    engine = SQLite(path, create=False, only_read=True)
    try:
        Database(engine).load()
    finally:
        engine.close()
