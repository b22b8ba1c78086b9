"""Many records, fifty thousand at most, appended to an SQLite file as one change."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import learning_tracker as lt
from data import OURS, Data, Entrant, Goal, Result
from learning_tracker.network import Network
from learning_tracker.revisions import Change, Edit
from learning_tracker.stores.locations import open_store
from learning_tracker.stores.store import Store

RAW = "executemany of (id, kind, JSON text)"
_MOST = 50_000
_TABLE = """
CREATE TABLE revision (sequence INTEGER PRIMARY KEY, id TEXT, kind TEXT, body TEXT)
"""


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
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(_TABLE)
            connection.execute("BEGIN")
            rows = ((one["id"], one["kind"], json.dumps(one)) for one in raw)
            statement = "INSERT INTO revision (id, kind, body) VALUES (?, ?, ?)"
            connection.executemany(statement, rows)
            connection.execute("COMMIT")
            return len(raw)

    def whole(file: Path) -> int:
        with lt.open(file) as tracker:
            with tracker.change(by="bench", why="all at once"):
                tracker.add(*records)
            return len(tracker)

    def store(file: Path) -> Store:
        return open_store(file, create=True, mode=0o600)

    def append(kept: Store) -> int:
        kept.append(edits, 0, network)
        kept.close()
        return len(records)

    goal = "at least 60 per cent of the rate of bare executemany, JSON included"
    yield data.race(
        "append",
        "append records to SQLite, with their history",
        {OURS: Entrant(append, prepare=lambda: store(path())), RAW: Entrant(bare, prepare=path)},
        (Goal(goal, RAW, 1 / 0.6),),
    )
    yield data.race(
        "append_whole",
        "add records to a tracker in SQLite, everything checked",
        {OURS: Entrant(whole, prepare=path), RAW: Entrant(bare, prepare=path)},
    )
