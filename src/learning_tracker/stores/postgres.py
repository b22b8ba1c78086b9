"""PostgreSQL: a server, for when many people write."""

import logging
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from learning_tracker.errors import MissingExtra, StoreProblem
from learning_tracker.stores import locking
from learning_tracker.stores.dialects import PostgresDialect
from learning_tracker.stores.postgres_problems import UNCERTAIN, why, without_password
from learning_tracker.stores.schema import Step

if TYPE_CHECKING:
    from psycopg import Connection

ONE_WRITER = 0x4C545230
"""The number of the advisory lock that a change holds: the letters LTR0."""

_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

_SEES_ALL = """
SELECT NOT row_security_active('revision') OR coalesce(
    bool_or(polpermissive AND shows_all) AND bool_and(polpermissive OR shows_all), false)
FROM (
    SELECT polpermissive, pg_get_expr(polqual, polrelid) IS NOT DISTINCT FROM 'true' AS shows_all
    FROM pg_policy WHERE polrelid = to_regclass('revision') AND polcmd IN ('r', '*')
    AND EXISTS (SELECT 1 FROM unnest(polroles) AS role (id)
        WHERE CASE id WHEN 0 THEN true ELSE pg_has_role(id, 'USAGE') END)
) AS policy
"""
"""A policy without a condition lets nothing be read, so that only a condition that is true counts;
and one that restricts takes away from what others show."""

_TRIGGERS = (
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE pg_table_is_visible(tgrelid) AND tgenabled IN ('O', 'A')"
)
_OWNS = "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('revision')"
_LET_IN = """
SELECT current_schema() IS NOT NULL
    AND coalesce(has_table_privilege(to_regclass('revision'), 'SELECT'), true)
"""

Given = TypeVar("Given")


class Postgres:
    """A connection to a PostgreSQL database, made anew when the server let go of it.

    Attributes:
        name: the URL without the password.
        only_read: False; the server says what a login may not do.
    """

    only_read = False

    def __init__(self, url: str) -> None:
        """Connect.

        Args:
            url: postgresql://user@host:port/database

        Raises:
            StoreProblem: it cannot be reached, or lets this user not in.
            MissingExtra: psycopg is not installed.
        """
        driver = _driver()
        url = url.strip()
        self.name = without_password(url)
        self._errors = driver.Error
        # Within a function the password is in no attribute, and so in no repr.
        self._make: Callable[[], Connection[tuple[Any, ...]]] = lambda: driver.connect(
            url,
            autocommit=True,
            connect_timeout=max(int(locking.PATIENCE), 2),
            application_name="learning-tracker",
        )
        self._text = driver.types.string.TextLoader
        self._inside = False
        self._closed = False
        self._connect("opened")

    def _connect(self, deed: str) -> None:
        with self._explained(deed):
            self._connection = self._make()
        # A body is kept, and checked, as the text that it was written as.
        self._connection.adapters.register_loader("json", self._text)
        self._closing = weakref.finalize(self, self._connection.close)

    @property
    def dialect(self) -> PostgresDialect:
        """What it says otherwise than other engines."""
        return PostgresDialect()

    def statements(self, step: Step) -> tuple[str, ...]:
        """The statements of a step in PostgreSQL's words."""
        return step.postgres

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which everything is read as it was at one moment."""
        with self._explained("read"), self._transaction(_READING):
            yield

    @contextmanager
    def writing(self, by: str = "") -> Iterator[None]:
        """A transaction that stands as a whole or not at all, and in which nobody else writes.

        Raises:
            StoreProblem: others kept writing, or it cannot be kept; or it is not certain
                whether it was.
        """
        del by
        # All at once: the server may be far away.
        begin = (
            f"BEGIN; SET LOCAL lock_timeout = '{locking.PATIENCE * 1000:.0f}ms'; "
            f"SELECT pg_advisory_xact_lock({ONE_WRITER})"
        )
        with self._explained("written"), self._transaction(begin):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        try:
            self._with_server(lambda: self._connection.execute(begin))
            self._inside = True
            yield
            self._commit()
        except BaseException:
            with suppress(self._errors):
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._inside = False

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except self._errors:
            if self._connection.closed:
                raise StoreProblem(self.name, "written for certain", UNCERTAIN) from None
            raise

    def _with_server(self, use: Callable[[], Given]) -> Given:
        """Do something that writes nothing, once more if the server had let go meanwhile."""
        if self._inside or self._closed:
            return use()
        if self._connection.closed:
            self._connect("reached")
        try:
            return use()
        except self._errors:
            if not self._connection.closed:
                raise
        self._connect("reached")
        return use()

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a statement gives, all of it."""
        with self._explained("read"):
            return self._with_server(
                lambda: self._connection.execute(_marked(statement), values).fetchall()
            )

    def run(self, statement: str, rows: Iterable[Sequence[object]] = ((),)) -> None:
        """Carry out a statement, once for each row of values."""
        with self._explained("written"), _told_once(), self._connection.cursor() as cursor:
            if rows == ((),):
                # In a pipeline, as `executemany` makes one, changed tables break what is prepared.
                cursor.execute(_marked(statement), ())  # with none, %% would stay
            else:
                cursor.executemany(_marked(statement), rows)

    def has(self, table: str) -> bool:
        """Whether there is a table of that name."""
        # Not to_regclass: a session remembers what was not there, also if another has made it.
        asked = "SELECT 1 FROM pg_class WHERE relname = ? AND pg_table_is_visible(oid)"
        return bool(self.ask(asked, table))

    def triggers(self) -> frozenset[str]:
        """The names of the triggers that stand and were not disabled."""
        return frozenset(name for (name,) in self.ask(_TRIGGERS))

    def definitions(self) -> dict[str, str]:
        """None: a server puts them into words of its own."""
        return {}

    def damage(self) -> tuple[str, ...]:
        """Nothing: a server looks after its own files."""
        return ()

    def moved_on(self) -> bool:
        """Never: the server shows everybody one moment."""
        return False

    def sees_all(self) -> bool:
        """Whether this login is shown every revision."""
        return self.ask(_SEES_ALL) == [(True,)]

    def owns(self) -> bool:
        """Whether this login owns the tables, or finds none and may make them."""
        return self.ask(_OWNS) in ([], [(True,)])

    def reads_all(self) -> bool:
        """Whether this login may read all that a tracker's tables hold, if they are there."""
        return self.ask(_LET_IN) == [(True,)] and (not self.has("revision") or self.sees_all())

    def keep_copy(self, version: int) -> None:
        """None can be made from here."""
        del version

    def scrambled(self, role: str, password: str) -> str:
        """A role's password as the server keeps it, so that no log of statements can hold it."""
        with self._explained("asked"):
            hidden = self._connection.pgconn.encrypt_password(password.encode(), role.encode())
        return hidden.decode()

    @contextmanager
    def unguarded(self, table: str) -> Iterator[None]:
        """Within a transaction: let the rows of a table be changed until the end of the block."""
        self.run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        self.run(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def begin_to_forget(self) -> None:
        """Nothing: what was there before goes when the table is written anew."""

    def scrub(self) -> tuple[str, ...]:
        """Write the tables anew, so that nothing is left of what was before.

        Returns:
            what a server keeps beside its tables, and this library cannot reach.
        """
        left = (
            (
                f"the server's write-ahead log, its archives, its replicas, its logs and its own "
                f"backups ({self.name}): ask who looks after the server when they are gone"
            ),
        )
        try:
            self.run("VACUUM FULL revision, redaction")
        except StoreProblem:
            return (
                (
                    "the free space of the tables revision and redaction: they could not be "
                    "written anew (VACUUM FULL revision, redaction); ask who looks after the "
                    "server to do so"
                ),
                *left,
            )
        return left

    def close(self) -> None:
        """Let go of the connection."""
        self._closed = True
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
            told = "it was closed; open it again" if self._closed else why(found)
            raise StoreProblem(self.name, deed, told) from None


def _marked(statement: str) -> str:
    """The statement with its values marked as psycopg marks them."""
    return statement.replace("%", "%%").replace("?", "%s")


@contextmanager
def _told_once() -> Iterator[None]:
    """Keep the driver from logging, beside the error that it raises, that it ended its pipeline."""
    log = logging.getLogger("psycopg")
    log.addFilter(_is_news)
    try:
        yield
    finally:
        log.removeFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("error ignored terminating")


def _driver() -> ModuleType:
    try:
        import psycopg  # noqa: PLC0415 - only trackers on a server need it
    except ImportError as error:
        package, extra = "psycopg", "postgres"
        raise MissingExtra(package, extra) from error
    return psycopg
