"""Many records, fifty thousand at most, appended to an SQLite file as one change.

What a change adds is its revisions, and the goal is for those: against the least that a program
could write, and against rows of the same columns in the same table. Beside them a change keeps,
for tools that can only read SQL, where every action stood on every day. That is worked out rather
than written, and no table of JSON has it: its time is told apart, by the same change with it.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cached_property
from hashlib import sha256
from itertools import count
from pathlib import Path
from unittest.mock import patch

import attrs

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result
from learning_tracker.kinds import Record, mint
from learning_tracker.network import Network
from learning_tracker.revisions import Change, Edit
from learning_tracker.stores import derived
from learning_tracker.stores.locations import open_store
from learning_tracker.stores.rows import COLUMNS
from learning_tracker.stores.store import Store

ROWS = "executemany of the same rows, with JSON and checksum"
RAW = "executemany of (id, kind, JSON text)"
REVISIONS = "their revisions alone"
_MOST = 50_000
_TABLE = """
CREATE TABLE revision (sequence INTEGER PRIMARY KEY, id TEXT, kind TEXT, body TEXT)
"""
_RATE = "at least 60 per cent of the rate of executemany, JSON included,"
_GOALS = (
    Goal(f"{_RATE} of three columns", RAW, 1 / 0.6),
    Goal(f"{_RATE} of the same rows", ROWS, 1 / 0.6),
)


def measure(data: Data) -> Iterator[Result]:
    """Each into a new file, in WAL with `synchronous = FULL`, the JSON made in that time."""
    some = Appended(data)
    ours = Entrant(some.revisions, prepare=some.store)
    raw = Entrant(some.bare, prepare=some.path)
    rows = Entrant(some.same_rows, prepare=some.empty)
    yield data.race(
        "append",
        "append records to SQLite: their revisions",
        {OURS: ours, ROWS: rows, RAW: raw},
        _GOALS,
    )
    with patch.object(derived, "MANY_ACTIONS", len(some.raw)):  # so that they are waited for
        yield data.race(
            "append_derived",
            "append records to SQLite: with where each action stood on all days",
            {OURS: Entrant(some.append, prepare=some.store), REVISIONS: ours, RAW: raw},
        )
        yield data.race(
            "append_whole",
            "add records to a tracker in SQLite, everything checked and kept",
            {OURS: Entrant(some.whole, prepare=some.path), RAW: raw},
        )


@attrs.frozen(slots=False)
class Appended:
    """The records that are appended, and the ways to append them: each to a file of its own."""

    data: Data
    _numbers: Iterator[int] = attrs.field(factory=count, init=False)

    @cached_property
    def raw(self) -> list[dict[str, object]]:
        """As mappings."""
        return self.data.raw[:_MOST]

    @cached_property
    def records(self) -> list[Record]:
        """As records."""
        return [self.data.tracker[str(one["id"])] for one in self.raw]

    @cached_property
    def network(self) -> Network:
        """As a network."""
        return Network(self.records)

    @cached_property
    def change(self) -> Change:
        """As one change."""
        return Change("bench", "all at once", tuple(Edit(None, one) for one in self.records))

    def path(self) -> Path:
        """Where a file may be made."""
        return self.data.folder / f"append-{next(self._numbers)}.db"

    def empty(self) -> Path:
        """A file of ours of which the tables are made."""
        made = self.path()
        open_store(made, create=True, mode=0o600).close()
        return made

    def store(self) -> Store:
        """A store of which the tables and the views are made."""
        made = open_store(self.path(), create=True, mode=0o600)
        made.make_views(0, Network())
        return made

    def bare(self, file: Path) -> int:
        """The least that a program could write: three columns."""
        with closing(_connected(file)) as connection:
            connection.execute(_TABLE)
            rows = ((one["id"], one["kind"], json.dumps(one)) for one in self.raw)
            _inserted(connection, ("id", "kind", "body"), rows)
            return len(self.raw)

    def same_rows(self, file: Path) -> int:
        """The same columns as ours, in our table."""
        with closing(_connected(file)) as connection:
            _inserted(connection, COLUMNS, _rows(self.raw))
            return len(self.raw)

    def append(self, kept: Store) -> int:
        """The revisions, and where each action stood."""
        kept.append(self.change, 0, self.network)
        kept.close()
        return len(self.records)

    def revisions(self, kept: Store) -> int:
        """The revisions alone: as after a change that bears on more actions than are waited for."""
        with patch.object(derived, "MANY_ACTIONS", -1):
            return self.append(kept)

    def whole(self, file: Path) -> int:
        """As somebody does who has a tracker."""
        with lt.open(file) as tracker:
            with tracker.change(by="bench", why="all at once"):
                tracker.add(*self.records)
            return len(tracker)


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _inserted(
    connection: sqlite3.Connection, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]
) -> None:
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    connection.execute("BEGIN")
    connection.executemany(
        f"INSERT INTO revision ({names}) VALUES ({marks})",  # noqa: S608 - the names are our own
        rows,
    )
    connection.execute("COMMIT")


def _rows(raw: list[dict[str, object]]) -> Iterator[tuple[object, ...]]:
    """The rows of first revisions, as somebody would make them who has the records as mappings."""
    change, at = mint("change"), "2025-11-20T09:30:00.000000Z"
    for sequence, one in enumerate(raw, 1):
        body = json.dumps(one, ensure_ascii=False, separators=(",", ":"))
        values = (sequence, change, one["id"], 1, one["kind"], at, "bench", "all at once", body)
        checksum = sha256("\x1f".join(map(str, values)).encode()).hexdigest()
        yield *values, checksum
