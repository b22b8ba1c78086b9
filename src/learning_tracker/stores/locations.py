"""Which store a path or a URL names."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from learning_tracker.errors import StoreProblem
from learning_tracker.later import Later
from learning_tracker.stores.conflicted import warn_of_copies
from learning_tracker.stores.json_store import JsonStore
from learning_tracker.stores.store import Store

if TYPE_CHECKING:
    from learning_tracker.stores import (
        database,
        engine,
        postgres,
        postgres_problems,
        shares,
        sqlite,
    )
else:
    database = Later("learning_tracker.stores.database")
    engine = Later("learning_tracker.stores.engine")
    postgres = Later("learning_tracker.stores.postgres")
    postgres_problems = Later("learning_tracker.stores.postgres_problems")
    shares = Later("learning_tracker.stores.shares")
    sqlite = Later("learning_tracker.stores.sqlite")

_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]+):", re.IGNORECASE)
"""How a URL begins, also one copied with a space; one letter is a drive of Windows."""

_DATABASES = (".db", ".sqlite", ".sqlite3")
_SERVERS = frozenset({"postgresql", "postgres"})

_FROM_OPEN = 3
"""How many calls lie between here and the program that says `lt.open`."""


def is_database(location: str | Path) -> bool:
    """Whether a path or URL names a database, which keeps a history."""
    text = str(location)
    return _scheme(text) in _SERVERS or text.lower().endswith(_DATABASES)


def is_server(location: str | Path) -> bool:
    """Whether it is the URL of a database on a server."""
    return _scheme(str(location)) in _SERVERS


def path_of(location: str | Path, deed: str) -> Path:
    """The path of a file.

    Raises:
        StoreProblem: it is a URL.
    """
    if _scheme(str(location)):
        why = "only files and postgresql:// can be, and this is another URL"
        raise StoreProblem(postgres_problems.without_password(str(location)), deed, why)
    return Path(location)


def server_at(location: str) -> "postgres.Postgres":
    """A connection to the PostgreSQL server that a URL names.

    Raises:
        StoreProblem: it is no such URL, or the server cannot be reached.
    """
    if _scheme(location) not in _SERVERS:
        why = "only a tracker on PostgreSQL has logins; give its URL, postgresql://…"
        named = postgres_problems.without_password(location) if _scheme(location) else location
        raise StoreProblem(named, "granted", why)
    return postgres.Postgres(location)


def open_store(location: str | Path, *, create: bool, mode: int) -> Store:
    """The store that a path or a URL names.

    Args:
        location: a path of a .json or a .db file, or postgresql://…
        create: begin an empty one where there is none.
        mode: who may read and write a new file.

    Raises:
        StoreProblem: it cannot be opened, or no store has such a name.
        InvalidData: something is wrong with its content; the error holds all that is.

    Warns:
        StoreWarning: conflicted copies of the file lie beside it.
    """
    if _scheme(str(location)) in _SERVERS:
        server = postgres.Postgres(str(location))
        return shares.Share(server) if shares.is_an_agencys(server) else database.Database(server)
    path = path_of(location, "opened")
    store: Store = (
        database.Database(sqlite.SQLite(path, create=create, mode=mode))
        if is_database(path)
        else JsonStore(path, create=create, mode=mode)
    )
    warn_of_copies(path, stacklevel=_FROM_OPEN)
    return store


def open_as_it_is(location: str | Path, deed: str) -> "engine.Engine":
    """A database to be read as it is, whatever its state; nothing is written into it.

    Args:
        location: a path of a .db file, or postgresql://…
        deed: what is done with it, in the words of messages.

    Raises:
        StoreProblem: it is not there, may not be read as a whole, or holds something else.
    """
    if _scheme(str(location)) in _SERVERS:
        return _read_whole(postgres.Postgres(str(location)), deed)
    path = path_of(location, "read")
    return sqlite.SQLite(path, create=False, only_read=True, lenient=True)


def _read_whole(server: "postgres.Postgres", deed: str) -> "postgres.Postgres":
    """The server, if this login is shown all of the tracker: of a part nothing can be told."""
    if not server.reads_all():
        server.close()
        why = (
            "this login is not shown all of it, as an agency's never is; ask the business unit, "
            "or the owner of its tables"
        )
        raise StoreProblem(server.name, deed, why)
    return server


def _scheme(text: str) -> str:
    found = _SCHEME.match(text)
    return found[1].lower() if found else ""
