"""What a sheet would change in a tracker, told before anything is changed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs

from learning_tracker.codec.writing import compact, plain
from learning_tracker.keeping import fields_that_differ
from learning_tracker.kinds import Record, kind_words, kinds
from learning_tracker.problems import Problems
from learning_tracker.queries.counting import plural
from learning_tracker.tables import Column, Table

_SHOWN = 100
"""How many problems, or changed records, a person is shown at most."""


@attrs.frozen
class ChangedField:
    """A field that the sheet changes.

    Attributes:
        name: its name.
        old: its value in the tracker, as a file holds it; "" where none is given.
        new: its value by the sheet.
    """

    name: str
    old: str
    new: str


@attrs.frozen
class Planned:
    """A record that the sheet adds or changes.

    Attributes:
        record: the record as the sheet would have it.
        before: as the tracker holds it; None if it does not.
        rows: the numbers of the rows that make it.
    """

    record: Record
    before: Record | None
    rows: tuple[int, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The record."""
        return (self.record,)

    @property
    def deed(self) -> str:
        """What is done to the tracker: "add" or "change"."""
        return "add" if self.before is None else "change"

    @property
    def fields(self) -> tuple[ChangedField, ...]:
        """The fields that change; none of what is added."""
        if self.before is None:
            return ()
        old, new = plain(self.before), plain(self.record)
        return tuple(
            ChangedField(name, _text(old.get(name)), _text(new.get(name)))
            for name in fields_that_differ(self.before, self.record)
        )


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return compact(value)


def _told(row: Planned) -> str:
    if row.before is None:
        return row.record.label
    return "\n".join(
        f"{one.name}: {one.old or 'not given'} → {one.new or 'not given'}" for one in row.fields
    )


COLUMNS: tuple[Column[Planned], ...] = (
    Column("record", "Record", lambda row: f"{kind_words(row.record.kind)} {row.record.id}"),
    Column("deed", "What is done", lambda row: row.deed),
    Column("rows", "Rows", lambda row: row.rows),
    Column("what", "What", _told),
)

AS_DATA: tuple[Column[Planned], ...] = (
    Column("kind", "Kind", lambda row: row.record.kind),
    Column("deed", "What is done", lambda row: row.deed),
    Column("rows", "Rows", lambda row: row.rows),
    Column("fields", "Fields", lambda row: tuple(one.name for one in row.fields)),
    Column("old", "Old", lambda row: tuple(one.old for one in row.fields)),
    Column("new", "New", lambda row: tuple(one.new for one in row.fields)),
)


@attrs.frozen
class Counted:
    """How many records of a kind the sheet adds, changes and leaves alone."""

    kind: str
    added: int
    changed: int
    left_alone: int
    records: tuple[Record, ...]


@attrs.frozen
class RefusedRow:
    """A row that cannot be taken.

    Attributes:
        number: its number in the sheet.
        reasons: what is the matter, each with its cell.
    """

    number: int
    reasons: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Preview:
    """What a sheet would change in a tracker.

    Attributes:
        title: the sheet, for people.
        rows: how many rows the sheet has.
        planned: what is added and changed, in the order of the rows.
        same: the records that the sheet makes just as the tracker holds them.
        problems: everything that is wrong, and what should be looked at, each with its cell.
        refused: the rows that cannot be taken.
        notes: sentences on what was found in the file, and on columns that are not taken.
        applied: whether it was done, and not only looked at.
    """

    title: str
    rows: int
    planned: tuple[Planned, ...]
    same: tuple[Record, ...]
    problems: Problems
    refused: tuple[RefusedRow, ...]
    notes: tuple[str, ...] = ()
    applied: bool = False

    @property
    def added(self) -> tuple[Planned, ...]:
        """What is added."""
        return tuple(one for one in self.planned if one.before is None)

    @property
    def changed(self) -> tuple[Planned, ...]:
        """What is changed."""
        return tuple(one for one in self.planned if one.before is not None)

    @property
    def taken(self) -> int:
        """How many rows can be taken: those that are not refused."""
        return self.rows - len(self.refused)

    @property
    def counts(self) -> Table[Counted]:
        """How many records are added, changed and left alone, by kind."""
        added = Counter(one.record.kind for one in self.added)
        changed = Counter(one.record.kind for one in self.changed)
        same = Counter(one.kind for one in self.same)
        rows = tuple(
            Counted(kind, added[kind], changed[kind], same[kind], self._of(kind))
            for kind in kinds()
            if added[kind] or changed[kind] or same[kind]
        )
        return Table(
            caption=f"What {self.title} {'changed' if self.applied else 'would change'}",
            rows=rows,
            columns=(
                Column("kind", "Kind", lambda row: kind_words(row.kind)),
                Column("added", "Added", lambda row: row.added),
                Column("changed", "Changed", lambda row: row.changed),
                Column("left_alone", "Left alone", lambda row: row.left_alone),
            ),
            as_data=(
                Column("kind", "Kind", lambda row: row.kind),
                Column("added", "Added", lambda row: row.added),
                Column("changed", "Changed", lambda row: row.changed),
                Column("left_alone", "Left alone", lambda row: row.left_alone),
            ),
            empty="No record is made.",
            denominator=self.told_rows,
        )

    def _of(self, kind: str) -> tuple[Record, ...]:
        planned = (one.record for one in self.planned if one.record.kind == kind)
        return (*planned, *(one for one in self.same if one.kind == kind))

    @property
    def told_rows(self) -> str:
        """How many rows there are, how many are taken and how many refused."""
        rows = plural(self.rows, "row")
        deed = "applied" if self.applied else "that can be applied"
        return f"{rows} = {self.taken} {deed} + {len(self.refused)} refused"

    @property
    def table(self) -> Table[Planned]:
        """Every record that is added or changed; of the changed, field by field."""
        return Table(
            caption=f"The records that {self.title} adds and changes",
            rows=self.planned,
            columns=COLUMNS,
            as_data=AS_DATA,
            empty="Nothing is added or changed.",
            denominator=self.told_rows,
        )

    def to_data(self) -> Mapping[str, Any]:
        """The whole as plain values, for programs."""
        return {
            "sheet": self.title,
            "applied": self.applied,
            "rows": {"all": self.rows, "taken": self.taken, "refused": len(self.refused)},
            "counts": self.counts.to_records(),
            "records": self.table.to_records(),
            "problems": [
                {
                    "code": one.code,
                    "severity": one.severity.value,
                    "record": one.record,
                    "place": one.place,
                    "sentence": one.sentence,
                }
                for one in self.problems
            ],
            "refused": [{"row": one.number, "reasons": list(one.reasons)} for one in self.refused],
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        """What a person reads: counts, changes field by field, problems and notes."""
        parts = [str(self.counts)]
        if changed := self.changed[:_SHOWN]:
            parts.append(str(attrs.evolve(self, planned=changed).table))
            parts += _left(len(self.changed), "changed record")
        if self.problems:
            parts.append("\n".join(map(str, self.problems[:_SHOWN])))
            parts += _left(len(self.problems), "problem")
        parts += self.notes
        return "\n\n".join(parts)


def _left(number: int, noun: str) -> list[str]:
    """A line on those that are not shown."""
    left = number - _SHOWN
    return [f"and {plural(left, f'more {noun}')}; as JSON, all are told"] if left > 0 else []
