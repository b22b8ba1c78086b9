"""The revisions of a database as it is, whatever its state: what can be read, and what cannot."""

from collections.abc import Iterator
from itertools import count

import attrs

from learning_tracker.errors import StoreProblem
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.rows import ADVICE, COLUMNS, Row, ordinal

_ALL = f"SELECT {', '.join(COLUMNS)} FROM revision"
_LAST = (
    "SELECT max(sequence) FROM revision",
    # An index is kept on pages of its own, and may be whole where the table is not.
    "SELECT max(sequence) FROM revision INDEXED BY revision_change",
)
_NAMES = "SELECT sequence, record_id, number FROM revision INDEXED BY sqlite_autoindex_revision_1"
_GIVE_UP = 5_000
"""After how many in a row that cannot be read no more are looked for, if none is the last."""


@attrs.frozen
class Lost:
    """A revision that cannot be read, or not as it was written.

    Attributes:
        sequence: its place among all revisions.
        record: the record's id; "" where even that cannot be told.
        number: its place among the revisions of the record; 0 where it cannot be told.
        why: what is the matter with it.
    """

    sequence: int
    record: str
    number: int
    why: str

    @property
    def name(self) -> str:
        """What messages call it."""
        which = f" ({self.record}, the {ordinal(self.number)} of it)" if self.record else ""
        return f"revision {self.sequence}{which}"


@attrs.frozen
class AsItIs:
    """What a database holds.

    Attributes:
        rows: the revisions that are as they were written, in their order.
        lost: the others, in their order.
    """

    rows: tuple[Row, ...]
    lost: tuple[Lost, ...]


def as_it_is(engine: Engine) -> AsItIs:
    """Read every revision of a database that can be read.

    Raises:
        StoreProblem: the database holds no revisions at all, or none can be looked for.
    """
    if not engine.has("revision"):
        raise StoreProblem(engine.name, "read", f"it has no table of revisions; {ADVICE}")
    try:
        found = list(map(Row._make, engine.ask(f"{_ALL} ORDER BY sequence")))
        unread: list[int] = []
    except StoreProblem:
        found, unread = _one_by_one(engine)
    rows = tuple(row for row in found if row.whole)
    damaged = [_damaged(row) for row in found if not row.whole]
    lost = [*damaged, *_unreadable(engine, unread)]
    return AsItIs(rows, tuple(sorted(lost, key=lambda one: one.sequence)))


def _one_by_one(engine: Engine) -> tuple[list[Row], list[int]]:
    """Every row that can be read, and the sequences of those that cannot.

    Raises:
        StoreProblem: none can be read.
    """
    found: list[Row] = []
    unread: list[int] = []
    since = 0
    for sequence in _sequences(engine):
        try:
            there = engine.ask(f"{_ALL} WHERE sequence = ?", sequence)
        except StoreProblem as problem:
            unread.append(sequence)
            since += 1
            if since == _GIVE_UP:
                if not found:
                    raise problem from None
                return found, unread[:-since]
        else:
            since = 0
            found += map(Row._make, there)
    return found, unread


def _sequences(engine: Engine) -> Iterator[int]:
    """From 1 to the last; without end, if that cannot be told."""
    for statement in _LAST:
        try:
            ((last,),) = engine.ask(statement)
        except StoreProblem:
            continue
        return iter(range(1, (last or 0) + 1))
    return count(1)


def _damaged(row: Row) -> Lost:
    known = isinstance(row.id, str) and isinstance(row.number, int)
    record, number = (row.id, row.number) if known else ("", 0)
    return Lost(row.sequence, record, number, "it is not as it was written: its checksum differs")


def _unreadable(engine: Engine, unread: list[int]) -> Iterator[Lost]:
    if not unread:
        return
    try:
        names = {one: (record, number) for one, record, number in engine.ask(_NAMES)}
    except StoreProblem:
        names = {}
    for sequence in unread:
        record, number = names.get(sequence, ("", 0))
        yield Lost(sequence, str(record), number, "it cannot be read")
