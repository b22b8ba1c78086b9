"""PostgreSQL: a server, for when many people write."""

import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from learning_tracker.errors import MissingExtra, StoreProblem
from learning_tracker.stores.locking import PATIENCE
from learning_tracker.stores.schema import Step

if TYPE_CHECKING:
    from psycopg import Connection

_ONE_WRITER = 0x4C545230
"""The number of the advisory lock that a change holds: the letters LTR0."""

_GONE = "the server does not answer; see that it runs and can be reached, and try again"
_WHY = {
    "28": "the server knows no such user, or the password is wrong; check both",
    "3D": "the server has no such database; check its name, or have it made",
    "08": _GONE,
    "57": _GONE,
    "53": "the server has no room left, or too many connections; tell who looks after it",
    "55": f"others have been writing it for {PATIENCE:.0f} seconds; try again",
    "42501": "this login may not do that; ask who looks after the server",
    "25": "it can only be read; ask who looks after the server",
}
"""What to do about each error of PostgreSQL, by its code or the class that begins it."""


class Postgres:
    """A connection to a PostgreSQL database.

    Attributes:
        name: the URL without the password.
    """

    def __init__(self, url: str) -> None:
        """Connect.

        Args:
            url: postgresql://user@host:port/database

        Raises:
            StoreProblem: it cannot be reached, or lets this user not in.
            MissingExtra: psycopg is not installed.
        """
        driver = _driver()
        self.name = without_password(url)
        self._errors = driver.Error
        with self._explained("opened"):
            self._connection: Connection[tuple[Any, ...]] = driver.connect(
                url,
                autocommit=True,
                connect_timeout=int(PATIENCE),
                application_name="learning-tracker",
            )
        # A body is kept, and checked, as the text that it was written as.
        self._connection.adapters.register_loader("json", driver.types.string.TextLoader)
        self._closing = weakref.finalize(self, self._connection.close)

    def statements(self, step: Step) -> tuple[str, ...]:
        """The statements of a step in PostgreSQL's words."""
        return step.postgres

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which everything is read as it was at one moment."""
        with self._explained("read"), self._connection.transaction():
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that stands as a whole or not at all, and in which nobody else writes.

        Raises:
            StoreProblem: others kept writing, or it cannot be kept.
        """
        with self._explained("written"), self._connection.transaction():
            self._connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE:.0f}s'")
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_WRITER,))
            yield

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a statement gives, all of it."""
        with self._explained("read"):
            return self._connection.execute(_marked(statement), values).fetchall()

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Carry out a statement, once for each row of values."""
        with self._explained("written"), self._connection.cursor() as cursor:
            cursor.executemany(_marked(statement), rows)

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        return self.ask("SELECT to_regclass(?)", table) != [(None,)]

    def close(self) -> None:
        """Let go of the connection."""
        self._closing()

    @contextmanager
    def _explained(self, deed: str) -> Iterator[None]:
        """Turn an error of PostgreSQL into one that says what to do.

        Raises:
            StoreProblem: there was one.
        """
        try:
            yield
        except self._errors as found:
            # The driver's own words may hold the whole URL, so they are not passed on.
            raise StoreProblem(self.name, deed, _why(found.sqlstate)) from None


def _why(code: str | None) -> str:
    """What to do about an error of PostgreSQL; without a code it came from this side."""
    known = (why for begins, why in _WHY.items() if (code or "08").startswith(begins))
    return next(
        known, f"PostgreSQL gives its error {code}; look it up, or tell who runs the server"
    )


def without_password(url: str) -> str:
    """A URL as messages may show it.

    >>> without_password("postgresql://unit:secret@db.example/riverton?sslmode=require")
    'postgresql://unit@db.example/riverton'
    """
    try:
        parts = urlsplit(url)
        user, port = parts.username, parts.port
    except ValueError:
        return "postgresql://…"
    who = f"{user}@" if user else ""
    where = f"{parts.hostname or ''}{f':{port}' if port else ''}"
    return f"postgresql://{who}{where}{parts.path}"


def _marked(statement: str) -> str:
    """The statement with its values marked as psycopg marks them."""
    return statement.replace("%", "%%").replace("?", "%s")


def _driver() -> ModuleType:
    try:
        import psycopg  # noqa: PLC0415 - only trackers on a server need it
    except ImportError as error:
        package, extra = "psycopg", "postgres"
        raise MissingExtra(package, extra) from error
    return psycopg
