"""A revision as a row of a database: its record as JSON, and a checksum over all of it."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import attrs

from learning_tracker.codec import (
    FORMAT,
    VERSION,
    decode,
    decode_one,
    straight_network,
    straight_record,
)
from learning_tracker.codec.compact import compact_record
from learning_tracker.errors import InvalidData
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.pausing import collection_paused
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.revisions import Change, Revision, id_and_moment

ADVICE = "nothing was written: take a backup, or copy what can be read (learning-tracker salvage)"
"""What to do about damage."""

COLUMNS = (
    "sequence",
    "change_id",
    "record_id",
    "number",
    "kind",
    "recorded_at",
    "changed_by",
    "why",
    "body",
    "checksum",
)
"""The columns of the table `revision`."""


class Row(NamedTuple):
    """A row of the table `revision`, as the database holds it.

    A named tuple, as every revision passes through one whenever a tracker is opened: it is
    made in a tenth of the time of an attrs class.

    Attributes:
        sequence: its place among all revisions, from 1.
        change: the id of the change that made it.
        id: the record's id.
        number: its place among the revisions of the record, from 1.
        kind: the record's kind.
        at: when it was recorded, in UTC, as `moment_text` writes it.
        by: who made the change.
        why: the reason.
        body: the record as a file holds it, in JSON; None if the change removed it.
        checksum: SHA-256 of all the others.
    """

    sequence: int
    change: str
    id: str
    number: int
    kind: str
    at: str
    by: str
    why: str
    body: str | None
    checksum: str

    @property
    def whole(self) -> bool:
        """Whether it is as it was written."""
        return self.checksum == checksum(self[:-1])

    @property
    def name(self) -> str:
        """What messages call it."""
        # Of a damaged row any value may be of any type.
        which = ordinal(self.number) if isinstance(self.number, int) else self.number
        return f"revision {self.sequence} ({self.id}, the {which} of it)"


def ordinal(number: int) -> str:
    """A number as it counts.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    teen = 10 < number % 100 < 14  # noqa: PLR2004 - eleventh to thirteenth
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def counted(number: int, noun: str) -> str:
    """So many of something.

    >>> counted(1, "record"), counted(2, "record")
    ('1 record', '2 records')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def checksum(values: Sequence[object]) -> str:
    """SHA-256 of the values of a row, in hexadecimal.

    No text of a revision holds the character between them.
    """
    text = "\x1f".join(["\x00" if value is None else str(value) for value in values])
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=8)  # all the revisions of a change have one moment
def moment_text(at: dt.datetime) -> str:
    """A moment as databases hold it: texts of it sort as moments do.

    >>> moment_text(dt.datetime(2025, 11, 20, 9, 30, tzinfo=dt.UTC))
    '2025-11-20T09:30:00.000000Z'
    """
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def condition(
    record: str | None, change: str | None, since: dt.datetime | None
) -> tuple[str, tuple[str, ...]]:
    """What is asked of `Store.revisions` as a condition of SQL, and the values in it.

    >>> condition("action-07", None, None)
    ('record_id = ?', ('action-07',))
    """
    asked = {
        "record_id = ?": record,
        "change_id = ?": change,
        "recorded_at > ?": None if since is None else moment_text(since),
    }
    given = {part: value for part, value in asked.items() if value is not None}
    return " AND ".join(given) or "1 = 1", tuple(given.values())


def body_of(record: Record | None) -> str | None:
    """A record as a file holds it, in JSON without line breaks."""
    if record is None:
        return None
    return compact_record(record)


def row_of(revision: Revision) -> tuple[Any, ...]:
    """A revision as the values of a row, its checksum the last."""
    values = (
        revision.sequence,
        revision.change,
        revision.id,
        revision.number,
        revision.kind,
        moment_text(revision.at),
        revision.by,
        revision.why,
        body_of(revision.record),
    )
    return (*values, checksum(values))


def rows_of(
    change: Change, last_numbers: Mapping[str, int], *, after: int, last: dt.datetime | None
) -> Iterator[tuple[Any, ...]]:
    """What a change adds to a database: the rows of its revisions.

    They are those that `row_of` gives of what `revisions_of` makes, without making that.

    Args:
        change: the change.
        last_numbers: the number of the last revision of each record that had one.
        after: the sequence of the last revision there is.
        last: the moment of the last one, which these are certainly after.
    """
    identifier, moment = id_and_moment(last)
    at = moment_text(moment)
    for sequence, edit in enumerate(change.edits, after + 1):
        record = edit.record
        number = last_numbers.get(record.id, 0) + 1
        values = (
            sequence,
            identifier,
            record.id,
            number,
            record.kind,
            at,
            change.by,
            change.why,
            body_of(edit.after),
        )
        yield (*values, checksum(values))


def whole(found: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """The rows read from a database, each as it was written.

    Raises:
        InvalidData: one is not; the error names every one.
    """
    rows = list(map(Row._make, found))
    if damaged := [row for row in rows if not row.whole]:
        raise InvalidData(Problems(map(damage_to, damaged)))
    yield from rows


def damage_to(row: Row) -> Problem:
    """The problem that a row is not as it was written."""
    sentence = f"{row.name} is not as it was written: its checksum differs; {ADVICE}"
    return error("damaged-revision", str(row.id), f"revision {row.sequence}", sentence)


def held_at(rows: Iterable[Row], until: str | None) -> list[Row]:
    """Of all rows in their order those that tell what was held at a moment, or is held now.

    Args:
        rows: all of them.
        until: the moment, as `moment_text` writes it; None for now.
    """
    latest: dict[str, Row] = {}
    for row in rows:
        if until is None or row.at <= until:
            latest.pop(row.id, None)
            latest[row.id] = row
    return [row for row in latest.values() if row.body is not None]


def network_of(rows: Iterable[Row]) -> Network:
    """The records of rows which together are all that a tracker holds.

    Raises:
        InvalidData: something is wrong with one, or between them; the error holds all that is.
    """
    there = [row for row in rows if row.body is not None]
    records = f"[{','.join(row.body or '' for row in there)}]"
    with collection_paused():
        found = straight_network(f'{{"format":"{FORMAT}","version":{VERSION},"records":{records}}}')
        return Network(_exactly(there, records)) if found is None else found


def _exactly(there: Iterable[Row], records: str) -> tuple[Record, ...]:
    try:
        return decode({"format": FORMAT, "version": VERSION, "records": json.loads(records)})
    except InvalidData as found:
        places = {f"records[{n}]": row.name for n, row in enumerate(there)}
        raise InvalidData(Problems(_placed(one, places) for one in found.problems)) from None


def _placed(problem: Problem, places: dict[str, str]) -> Problem:
    number, bracket, rest = problem.place.partition("]")
    return attrs.evolve(problem, place=places.get(number + bracket, number + bracket) + rest)


def revision_of(row: Row) -> Revision:
    """The revision that a row holds.

    Raises:
        InvalidData: something is wrong with its record; the error holds all that is.
    """
    return Revision(
        sequence=row.sequence,
        change=row.change,
        id=row.id,
        number=row.number,
        kind=row.kind,
        at=dt.datetime.fromisoformat(row.at),
        by=row.by,
        why=row.why,
        record=_record_of(row),
    )


def _record_of(row: Row) -> Record | None:
    if row.body is None:
        return None
    if (record := straight_record(row.body)) is not None:
        return record
    try:
        return decode_one(json.loads(row.body))
    except InvalidData as found:
        located = (attrs.evolve(one, place=f"{row.name}: {one.place}") for one in found.problems)
        raise InvalidData(Problems(located)) from None
