"""What differs between two trackers, and where both began as one, which of them changed it."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

import attrs

from learning_tracker.codec import plain
from learning_tracker.keeping import fields_that_differ
from learning_tracker.kinds import Record, kind_words
from learning_tracker.queries.counting import plural
from learning_tracker.revisions import Revision
from learning_tracker.tables import Column, Note, Table, shown


class ChangedIn(Enum):
    """Which of two trackers changed a record since the last change that both have."""

    A = "a"
    B = "b"
    BOTH = "both"
    NEITHER = "neither"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The same in words."""
        return _IN_WORDS[self]


_IN_WORDS = {
    ChangedIn.A: "in A",
    ChangedIn.B: "in B",
    ChangedIn.BOTH: "in both: a conflict",
    ChangedIn.NEITHER: "in neither: its past was rewritten in one",
    ChangedIn.UNKNOWN: "cannot tell",
}


@attrs.frozen
class Side:
    """One of two trackers that are compared.

    Attributes:
        records: what it holds, by id.
        revisions: its history in order; empty where it has none.
    """

    records: Mapping[str, Record]
    revisions: tuple[Revision, ...] = ()


@attrs.frozen
class Common:
    """The beginning that two histories share.

    Attributes:
        changes: the ids of the changes, in order.
        at: when the last of them was recorded, in UTC.
    """

    changes: tuple[str, ...]
    at: dt.datetime


@attrs.frozen
class DifferingField:
    """A field in which two records differ.

    Attributes:
        name: its name.
        a: its value in A, as a file holds it; "" where it is not given.
        b: its value in B.
    """

    name: str
    a: str
    b: str


@attrs.frozen
class Difference:
    """A record that is not the same in A and B.

    Attributes:
        a: as it stands in A; None if it does not.
        b: as it stands in B.
        changed: which of them changed it.
    """

    a: Record | None
    b: Record | None
    changed: ChangedIn

    @property
    def record(self) -> Record:
        """The record, as in A if it is there."""
        found = self.a or self.b
        if found is None:
            raise AssertionError
        return found

    @property
    def records(self) -> tuple[Record, ...]:
        """The record as it stands in each of them."""
        return tuple(one for one in (self.a, self.b) if one is not None)

    @property
    def conflict(self) -> bool:
        """Whether both changed it, each in another way."""
        return self.changed is ChangedIn.BOTH

    @property
    def where(self) -> str:
        """Where it is: "only in A", "only in B" or "different"."""
        if self.b is None:
            return "only in A"
        return "only in B" if self.a is None else "different"

    @property
    def fields(self) -> tuple[DifferingField, ...]:
        """The fields in which it differs; none where it is in one of them only."""
        if self.a is None or self.b is None:
            return ()
        one, other = plain(self.a), plain(self.b)
        names = fields_that_differ(self.a, self.b)
        if type(self.a) is not type(self.b):
            names = list(dict.fromkeys([*one, *other]))
        return tuple(
            DifferingField(name, _text(one.get(name)), _text(other.get(name))) for name in names
        )


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _told(row: Difference) -> str:
    if not row.fields:
        return row.record.label
    return "\n".join(
        f"{one.name}: {one.a or 'not given'} (A), {one.b or 'not given'} (B)" for one in row.fields
    )


COLUMNS: tuple[Column[Difference], ...] = (
    Column("record", "Record", lambda row: f"{kind_words(row.record.kind)} {row.record.id}"),
    Column("where", "Where", lambda row: row.where),
    Column("changed", "Changed since", lambda row: row.changed),
    Column("fields", "What", _told),
)

AS_DATA: tuple[Column[Difference], ...] = (
    Column("kind", "Kind", lambda row: row.record.kind),
    Column("where", "Where", lambda row: row.where),
    Column("changed_in", "Changed in", lambda row: row.changed.value),
    Column("conflict", "Conflict", lambda row: row.conflict),
    Column("fields", "Fields", lambda row: tuple(one.name for one in row.fields)),
    Column("in_a", "In A", lambda row: tuple(one.a for one in row.fields)),
    Column("in_b", "In B", lambda row: tuple(one.b for one in row.fields)),
)


@attrs.frozen
class Comparison:
    """What differs between two trackers, A and B.

    Attributes:
        a: the first.
        b: the second.
        common: the beginning that their histories share; None where there is none.
        differences: every record that is not the same in both, in order of kind and id.
    """

    a: Side
    b: Side
    common: Common | None
    differences: tuple[Difference, ...]

    def __repr__(self) -> str:
        """How much differs; the whole is its table."""
        differ = f"{len(self.differences)} of {plural(len(self._together), 'record')}"
        return f"<Comparison: {differ} differing, {plural(len(self.conflicts), 'conflict')}>"

    def __str__(self) -> str:
        """Its table."""
        return str(self.table)

    def _repr_html_(self) -> str:
        """Its table, for a notebook."""
        return self.table._repr_html_()

    @property
    def _together(self) -> Mapping[str, Record]:
        """The records of both, as in A if they are there."""
        return {**self.b.records, **self.a.records}

    @property
    def conflicts(self) -> tuple[Difference, ...]:
        """The records that both changed, each in another way."""
        return tuple(one for one in self.differences if one.conflict)

    @property
    def table(self) -> Table[Difference]:
        """The same as a table."""
        together = self._together
        return Table(
            caption="What differs between A and B",
            rows=self.differences,
            columns=COLUMNS,
            as_data=AS_DATA,
            empty="Nothing differs between A and B.",
            denominator=f"{len(self.differences)} of the {plural(len(together), 'record')} in "
            "A or B",
            basis=tuple(together.values()),
            notes=(Note(_beginning(self.common)),),
        )


def _beginning(common: Common | None) -> str:
    if common is None:
        return (
            "Their histories have no common beginning, or one of them has no history: it cannot "
            "be told which of them changed a record"
        )
    moment = f"{common.at:%H:%M} on {shown(common.at.date())} (UTC)"
    changes = plural(len(common.changes), "change")
    return f"Both began as one: they share {changes}, the last at {moment}"


def compare(a: Side, b: Side) -> Comparison:
    """What differs between two trackers.

    Where their histories begin with the same changes, it is told for each record which of
    them changed it since the last of these: one, or both in two ways, which is a conflict.
    """
    common = _common(a.revisions, b.revisions)
    changed = _Since(a, b, common)
    ids = [one for one in {**a.records, **b.records} if a.records.get(one) != b.records.get(one)]
    found = (Difference(a.records.get(one), b.records.get(one), changed.of(one)) for one in ids)
    return Comparison(
        a, b, common, tuple(sorted(found, key=lambda one: (one.record.kind, one.record.id)))
    )


class _Since:
    """Who changed what since the last common change."""

    def __init__(self, a: Side, b: Side, common: Common | None) -> None:
        self._sides = (a, b)
        self._common = common
        # What was rewritten in one of them, as when a name was taken out, is not what the other
        # has of the same past: each is held against its own.
        changes = frozenset(common.changes) if common else frozenset[str]()
        self._then = (_held(a.revisions, changes), _held(b.revisions, changes))

    def of(self, identifier: str) -> ChangedIn:
        if self._common is None:
            return ChangedIn.UNKNOWN
        one, other = (then.get(identifier) for then in self._then)
        now_a, now_b = (side.records.get(identifier) for side in self._sides)
        in_a, in_b = now_a != one, now_b != other
        if in_a and in_b:
            return ChangedIn.BOTH
        if one != other:
            return ChangedIn.BOTH if in_b else ChangedIn.NEITHER
        return ChangedIn.A if in_a else ChangedIn.B


def _common(a: Iterable[Revision], b: Iterable[Revision]) -> Common | None:
    """The changes with which both histories begin."""
    shared: dict[str, dt.datetime] = {}
    for (one, at), (other, _) in zip(_changes(a), _changes(b), strict=False):
        if one != other:
            break
        shared[one] = at
    return Common(tuple(shared), list(shared.values())[-1]) if shared else None


def _changes(revisions: Iterable[Revision]) -> Iterator[tuple[str, dt.datetime]]:
    """The changes in order, each once; what was there from the beginning no change made."""
    yield from {one.change: one.at for one in revisions if one.change}.items()


def _held(revisions: Iterable[Revision], changes: frozenset[str]) -> dict[str, Record]:
    """What was held after these changes."""
    latest = {one.id: one.record for one in revisions if one.change in changes}
    return {one: record for one, record in latest.items() if record is not None}
