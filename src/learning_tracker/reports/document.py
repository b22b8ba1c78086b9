"""A report as a document: sections of sentences and tables, each with the records behind it.

A report is built once, as this, and then printed in several ways. Every sentence with a
figure and every row of a table cites its records; a printed report numbers these
citations as notes and lists the records once, at its end.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any, cast

import attrs

from learning_tracker.kinds import Record, kind_words
from learning_tracker.tables import HasId, Table


class _Once(tuple[Record, ...]):
    """Records, each once, by kind and id; already so, they need not be sorted again."""

    __slots__ = ()


def _once(records: Iterable[HasId]) -> _Once:
    """The records, each once, by kind and id: what a table of a report knows by id are records."""
    if isinstance(records, _Once):
        return records
    found = {record.id: cast("Record", record) for record in records}
    return _Once(sorted(found.values(), key=lambda record: (type(record).kind, record.id)))


Basis = tuple[tuple[str, ...], tuple[str, ...]]


@attrs.frozen(slots=False)
class Statement:
    """Something stated in a report, with the records behind it.

    Attributes:
        key: a name that stays the same whatever the figures are.
        text: what is stated, plain.
        cites: the records that its figures count; none, if it states no figure.
        among: the records among which they are counted.
    """

    key: str
    text: str
    cites: tuple[Record, ...] = attrs.field(default=(), converter=_once)
    among: tuple[Record, ...] = attrs.field(default=(), converter=_once)

    @cached_property
    def basis(self) -> Basis:
        """What tells its note from others: the ids cited, and those among which they are."""
        return (
            tuple(sorted(record.id for record in self.cites)),
            tuple(sorted(record.id for record in self.among)),
        )


@attrs.frozen
class Paragraph:
    """Sentences that run on."""

    sentences: tuple[Statement, ...]


@attrs.frozen
class Bullets:
    """Sentences that stand one below the other."""

    sentences: tuple[Statement, ...]


@attrs.frozen(slots=False)
class TableBlock:
    """A table with what stands below it.

    Attributes:
        key: a name that stays the same whatever the table holds.
        table: the table; each row cites its records.
    """

    key: str
    table: Table[Any]

    @cached_property
    def rows(self) -> tuple[Statement, ...]:
        """Each row as a statement.

        A row that counts cites what it counts, and the table's basis as that among which
        it does.
        """
        told: Counter[str] = Counter()
        basis = _once(self.table.basis)
        statements = []
        for row in self.table:
            cells = self.table.cells(row)
            counts = getattr(row, "counts", False)
            name = cells[0] if counts else _about(row)
            told[name] += 1
            key = f"{self.key}/{name}#{told[name]}"
            among = basis if counts else ()
            statements.append(Statement(key, " | ".join(cells), row.records, among))
        return tuple(statements)

    @cached_property
    def below(self) -> tuple[Statement, ...]:
        """The denominator, the key to marks and the notes."""
        table = self.table
        counted = f"{table.denominator[:1].upper()}{table.denominator[1:]}."
        cites = [record for row in table for record in row.records]
        behind = (*cites, *table.basis)
        of = [Statement(f"{self.key}/of", counted, cites, table.basis)]
        notes = (
            Statement(f"{self.key}/note/{_topic(note.text)}", note.text, note.records, behind)
            for note in table.notes
        )
        keys = (Statement(f"{self.key}/key/{n}", line) for n, line in enumerate(table.key))
        return (*(of if table.denominator else ()), *keys, *notes)


def _topic(text: str) -> str:
    """What a note is about, without the figures in brackets."""
    return text.partition("(")[0].strip()


def _about(row: Any) -> str:
    """What tells a row from others: the record it is about, and those behind it."""
    record = getattr(row, "record", None)
    behind = "+".join(sorted({one.id for one in row.records}))
    return behind if record is None else f"{record.id}/{behind}"


Block = Paragraph | Bullets | TableBlock


@attrs.frozen
class Section:
    """A part of a report under a heading.

    Attributes:
        key: a name for links to it.
        heading: its heading.
        blocks: what it holds.
    """

    key: str
    heading: str
    blocks: tuple[Block, ...]


@attrs.frozen
class Document:
    """A whole report before it is printed.

    Attributes:
        title: its title.
        running: what stands on every page: for whom it is, and as at which date.
        about: what it is of, for whom, as at which date.
        first: what stands before everything else.
        page_one: the sections of page one.
        behind: the tables and explanations behind page one.
        date: the day as at which it tells.
        known_at: the moment by which all that it tells was recorded; None if it is told as it
            is held now.
    """

    title: str
    running: str
    about: tuple[Statement, ...]
    first: tuple[Statement, ...]
    page_one: tuple[Section, ...]
    behind: tuple[Section, ...]
    date: dt.date
    known_at: dt.datetime | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        """All its sections in order."""
        return (*self.page_one, *self.behind)

    def statements(self) -> Iterator[Statement]:
        """Every sentence and every row, in order."""
        yield from (*self.about, *self.first)
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, TableBlock):
                    yield from (*block.rows, *block.below)
                else:
                    yield from block.sentences


@attrs.frozen
class Note:
    """What a numbered note leads to: numbers of records.

    Attributes:
        cites: of the records that a figure counts.
        among: of those among which they are counted.
    """

    cites: tuple[int, ...]
    among: tuple[int, ...]


def runs(numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Numbers in rising order as runs, each from its first to its last.

    >>> runs((1, 2, 5, 6, 7, 9))
    [(1, 2), (5, 7), (9, 9)]
    """
    breaks = [place for place, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    starts, ends = [0, *breaks], [*breaks, len(numbers)]
    return [(numbers[a], numbers[b - 1]) for a, b in zip(starts, ends, strict=True) if b > a]


class Notes:
    """The numbers of a document's citations and of the records they lead to.

    Statements that rest on the same records share a note. Numbers are given in the order
    in which the document first cites.

    Attributes:
        notes: for each note, in order, the numbers of its records.
        records: the records cited, in order of their numbers from 1.
    """

    def __init__(self, document: Document) -> None:
        self._notes: dict[Basis, int] = {}
        self._records: dict[str, int] = {}
        self.records: list[Record] = []
        self.notes: list[Note] = []
        for statement in document.statements():
            self._enter(statement)

    def _enter(self, statement: Statement) -> None:
        basis = statement.basis
        if basis in self._notes or not any(basis):
            return
        for record in (*statement.cites, *statement.among):
            if record.id not in self._records:
                self.records.append(record)
                self._records[record.id] = len(self.records)
        self._notes[basis] = len(self._notes) + 1
        self.notes.append(
            Note(*(tuple(sorted(self._records[one] for one in ids)) for ids in basis))
        )

    def number(self, statement: Statement) -> int | None:
        """The number of the note to a statement; None where it cites nothing."""
        return self._notes.get(statement.basis)

    def mark(self, statement: Statement) -> str:
        """The mark that leads from a statement to its note, such as "[7]"."""
        number = self.number(statement)
        return "" if number is None else f"[{number}]"

    def noted(self, statement: Statement) -> str:
        """A statement with the mark that leads to its note."""
        return f"{statement.text} {self.mark(statement)}".rstrip()


def told_of(record: Record) -> str:
    """Where a record comes from, as the list of records tells it."""
    told = [record.where, "inferred" if record.basis.value == "inferred" else ""]
    return ", ".join(filter(None, told))


def kind_of(record: Record) -> str:
    """What people call the record's kind, as the beginning of a line."""
    words = kind_words(type(record).kind)
    return words[0].upper() + words[1:]
