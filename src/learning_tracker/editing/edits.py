"""What a workbook says otherwise than the tracker, told before anything is changed."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import attrs

from learning_tracker.kinds import Record, kind_words
from learning_tracker.problems import Problems
from learning_tracker.queries.counting import plural
from learning_tracker.revisions import Edit
from learning_tracker.tables import Column, Note, Table


class Deed(Enum):
    """What becomes of what a workbook says."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    CONFLICT = "conflict"
    MISSING = "missing"
    KEPT = "kept"

    @property
    def label(self) -> str:
        """The same in words."""
        return _IN_WORDS[self]

    @property
    def taken(self) -> bool:
        """Whether it goes into the tracker."""
        return self in {Deed.ADD, Deed.CHANGE, Deed.REMOVE}


_IN_WORDS = {
    Deed.ADD: "added",
    Deed.CHANGE: "changed",
    Deed.REMOVE: "removed",
    Deed.CONFLICT: "left: a conflict",
    Deed.MISSING: "left: its row was taken out",
    Deed.KEPT: "stays: only the tracker changed it",
}


@attrs.frozen
class Piece:
    """Something that a workbook says otherwise than the tracker.

    Attributes:
        record: the record, as the tracker has it if it does.
        deed: what becomes of it.
        field: the field that differs; "" for the record as a whole.
        before: what the tracker has.
        after: what the workbook says.
        place: where in the workbook.
    """

    record: Record
    deed: Deed
    field: str = ""
    before: str = ""
    after: str = ""
    place: str = ""

    @property
    def records(self) -> tuple[Record, ...]:
        """The record."""
        return (self.record,)


COLUMNS: tuple[Column[Piece], ...] = (
    Column("record", "Record", lambda row: f"{kind_words(row.record.kind)} {row.record.id}"),
    Column("deed", "What becomes of it", lambda row: row.deed),
    Column("field", "Field", lambda row: row.field),
    Column("before", "In the tracker", lambda row: row.before),
    Column("after", "In the workbook", lambda row: row.after),
)

AS_DATA: tuple[Column[Piece], ...] = (
    Column("kind", "Kind", lambda row: row.record.kind),
    Column("deed", "What becomes of it", lambda row: row.deed.value),
    *COLUMNS[2:],
    Column("place", "Place", lambda row: row.place),
)


@attrs.frozen(repr=False)
class Edits:
    """What a workbook says otherwise than the tracker.

    Attributes:
        pieces: all of it, by record and field.
        edits: what the tracker has to change.
        problems: what is wrong with the workbook, by sheet and cell; with an error among them
            nothing is taken.
        looked_at: how many records the workbook holds.
    """

    pieces: tuple[Piece, ...]
    edits: tuple[Edit, ...]
    problems: Problems
    looked_at: int

    @property
    def taken(self) -> tuple[Piece, ...]:
        """What goes into the tracker."""
        return tuple(one for one in self.pieces if one.deed.taken)

    @property
    def left(self) -> tuple[Piece, ...]:
        """What is left as the tracker has it: conflicts, and rows that were taken out."""
        return tuple(one for one in self.pieces if one.deed in {Deed.CONFLICT, Deed.MISSING})

    @property
    def kept(self) -> tuple[Piece, ...]:
        """What only the tracker changed since the export, in records that the workbook changes."""
        return tuple(one for one in self.pieces if one.deed is Deed.KEPT)

    @property
    def conflicts(self) -> tuple[Piece, ...]:
        """What both changed since the export, each in another way."""
        return tuple(one for one in self.pieces if one.deed is Deed.CONFLICT)

    def __repr__(self) -> str:
        """How much is taken and left; the whole is its table."""
        return f"<Edits: {plural(len(self.edits), 'record')} to change, {len(self.left)} left>"

    def __str__(self) -> str:
        """Its table, and what is wrong with the workbook."""
        return "\n".join((str(self.table), *map(str, self.problems)))

    def _repr_html_(self) -> str:
        """Its table, for a notebook."""
        return self.table._repr_html_()

    def to_data(self) -> dict[str, Any]:
        """The same as plain values for programs, with every problem and its place."""
        return {
            "records": len(self.edits),
            "rows": self.table.to_records(),
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
        }

    @property
    def table(self) -> Table[Piece]:
        """The same as a table: first what is taken."""
        return Table(
            caption="What the workbook changes",
            rows=(*self.taken, *self.left, *self.kept),
            columns=COLUMNS,
            as_data=AS_DATA,
            empty="The workbook changes nothing.",
            denominator=f"{plural(len(self.edits), 'record')} to change, of the "
            f"{plural(self.looked_at, 'record')} in the workbook",
            notes=tuple(Note(one) for one in self._notes()),
        )

    def _notes(self) -> Iterator[str]:
        if self.conflicts:
            yield (
                "A conflict is what both changed since the export, each in another way. It is "
                "never overwritten: change the tracker by hand if the workbook is right"
            )
        if any(one.deed is Deed.MISSING for one in self.pieces):
            yield "Rows that were taken out stay in the tracker unless removals are asked for"
