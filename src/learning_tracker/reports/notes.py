"""The numbered notes of a report, which lead from what it states to the records behind it."""

from itertools import pairwise
from typing import TypeAlias

import attrs

from learning_tracker.kinds import Record
from learning_tracker.reports.cited import Cited
from learning_tracker.reports.document import Document, Statement


@attrs.frozen
class Led:
    """To which records a note leads.

    Attributes:
        numbers: their numbers, in rising order.
        more: how many more there are, which the report does not list.
    """

    numbers: tuple[int, ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.numbers)


@attrs.frozen
class Note:
    """What a numbered note leads to.

    Attributes:
        cites: the records that a figure counts.
        among: those among which they are counted.
    """

    cites: Led
    among: Led


def runs(numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Numbers in rising order as runs, each from its first to its last.

    >>> runs((1, 2, 5, 6, 7, 9))
    [(1, 2), (5, 7), (9, 9)]
    """
    breaks = [place for place, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    starts, ends = [0, *breaks], [*breaks, len(numbers)]
    return [(numbers[a], numbers[b - 1]) for a, b in zip(starts, ends, strict=True) if b > a]


_Basis: TypeAlias = tuple[tuple[str, ...], int, tuple[str, ...], int]
"""What tells notes apart: the ids to which each leads, and how many more there are."""


class Notes:
    """The numbers of a document's citations and of the records they lead to.

    Statements that rest on the same records share a note. Numbers are given in the order
    in which the document first cites.

    Attributes:
        notes: for each note, in order, the numbers of its records.
        records: the records to which they lead, in order of their numbers from 1.
    """

    def __init__(self, document: Document) -> None:
        self._most = document.records
        self._notes: dict[_Basis, int] = {}
        self._numbers: dict[str, int] = {}
        self.records: list[Record] = []
        self.notes: list[Note] = []
        for statement in document.statements():
            self._enter(statement)

    def _enter(self, statement: Statement) -> None:
        basis = self._basis(statement)
        if basis in self._notes or not (statement.cites or statement.among):
            return
        self._notes[basis] = len(self._notes) + 1
        self.notes.append(Note(self._led(statement.cites), self._led(statement.among)))

    def _led(self, records: Cited) -> Led:
        shown = self.shown(records)
        for record in shown:
            if record.id not in self._numbers:
                self.records.append(record)
                self._numbers[record.id] = len(self.records)
        numbers = sorted(self._numbers[record.id] for record in shown)
        return Led(tuple(numbers), len(records) - len(shown))

    def _basis(self, statement: Statement) -> _Basis:
        cites, among = (
            tuple(record.id for record in self.shown(one))
            for one in (statement.cites, statement.among)
        )
        return cites, len(statement.cites), among, len(statement.among)

    def shown(self, records: Cited) -> tuple[Record, ...]:
        """Those of the records behind a statement to which a note leads."""
        return records.first(self._most)

    @property
    def told(self) -> str:
        """The sentence that tells of records to which no note leads; nothing, if it is all."""
        if not any(one.cites.more or one.among.more for one in self.notes):
            return ""
        return (
            f"A note leads to at most {self._most} records that are counted, to as many among "
            "which they are, and says how many more there are; with --rows all, all are listed."
        )

    def number(self, statement: Statement) -> int | None:
        """The number of the note to a statement; None where it cites nothing."""
        return self._notes.get(self._basis(statement))

    def mark(self, statement: Statement) -> str:
        """The mark that leads from a statement to its note, such as "[7]"."""
        number = self.number(statement)
        return "" if number is None else f"[{number}]"

    def noted(self, statement: Statement) -> str:
        """A statement with the mark that leads to its note."""
        return f"{statement.text} {self.mark(statement)}".rstrip()
