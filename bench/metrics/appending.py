"""Many records, fifty thousand at most, appended to an SQLite file as one change.

What a change adds is its revisions; the goal is for those, against the same rows in the same
table. Beside them a change keeps, for tools that can only read SQL, where every action stood on
every day. That is worked out rather than written, and no table of JSON has it: its time is told
apart, by the same change with it.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from itertools import count
from pathlib import Path
from unittest.mock import patch

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result
from learning_tracker.kinds import mint
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
_GOAL = "at least 60 per cent of the rate of executemany, JSON included"


def measure(data: Data) -> Iterator[Result]:
    """Each into a new file, in WAL with `synchronous = FULL`, the JSON made in that time."""
    raw = data.raw[:_MOST]
    records = [data.tracker[one["id"]] for one in raw]
    edits = Change("bench", "all at once", tuple(Edit(None, one) for one in records))
    network = Network(records)
    numbers = count()

    def path() -> Path:
        return data.folder / f"append-{next(numbers)}.db"

    def bare(file: Path) -> int:
        with closing(_connected(file)) as connection:
            connection.execute(_TABLE)
            rows = ((one["id"], one["kind"], json.dumps(one)) for one in raw)
            _inserted(connection, ("id", "kind", "body"), rows)
            return len(raw)

    def same_rows(file: Path) -> int:
        with closing(_connected(file)) as connection:
            _inserted(connection, COLUMNS, _rows(raw))
            return len(raw)

    def whole(file: Path) -> int:
        with lt.open(file) as tracker:
            with tracker.change(by="bench", why="all at once"):
                tracker.add(*records)
            return len(tracker)

    def store() -> Store:
        """A store of which the tables and the views are made."""
        made = open_store(path(), create=True, mode=0o600)
        made.make_views(0, Network())
        return made

    def empty() -> Path:
        made = path()
        open_store(made, create=True, mode=0o600).close()
        return made

    def append(kept: Store) -> int:
        kept.append(edits, 0, network)
        kept.close()
        return len(records)

    def revisions(kept: Store) -> int:
        """As after a change that bears on more actions than are waited for."""
        with patch.object(derived, "MANY_ACTIONS", -1):
            return append(kept)

    yield data.race(
        "append",
        "append records to SQLite: their revisions",
        {
            OURS: Entrant(revisions, prepare=store),
            ROWS: Entrant(same_rows, prepare=empty),
            RAW: Entrant(bare, prepare=path),
        },
        (Goal(_GOAL, ROWS, 1 / 0.6),),
    )
    with patch.object(derived, "MANY_ACTIONS", len(records)):
        yield data.race(
            "append_derived",
            "append records to SQLite: with where each action stood on all days",
            {OURS: Entrant(append, prepare=store), REVISIONS: Entrant(revisions, prepare=store)},
        )
        yield data.race(
            "append_whole",
            "add records to a tracker in SQLite, everything checked and kept",
            {OURS: Entrant(whole, prepare=path), RAW: Entrant(bare, prepare=path)},
        )


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
