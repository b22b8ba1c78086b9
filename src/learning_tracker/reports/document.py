"""A report as a document: sections of sentences and tables, each with the records behind it.

A report is built once, as this, and then printed in several ways. Every sentence with a
figure and every row of a table cites its records; a printed report numbers these
citations as notes and lists the records once, at its end.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import attrs

from learning_tracker.kinds import Record, kind_words
from learning_tracker.reports.cited import Cited, cited
from learning_tracker.tables import Table, in_cell, more


@attrs.frozen
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
    cites: Cited = attrs.field(factory=Cited, converter=cited)
    among: Cited = attrs.field(factory=Cited, converter=cited)


@attrs.frozen
class Paragraph:
    """Sentences that run on."""

    sentences: tuple[Statement, ...]

    def cut(self, _: int | None) -> "Paragraph":
        """The same: sentences that run on are not cut."""
        return self


@attrs.frozen
class Bullets:
    """Sentences that stand one below the other.

    Attributes:
        sentences: the sentences.
        what: what each is about, where there may be very many.
    """

    sentences: tuple[Statement, ...]
    what: str = ""

    def cut(self, rows: int | None) -> "Bullets":
        """The first of them, and how many more there are; the same where they are few."""
        if not self.what:
            return self
        left = more(len(self.sentences[:rows]), len(self.sentences), self.what)
        last = (Statement(f"{self.sentences[0].key}/more", left),) if left else ()
        return attrs.evolve(self, sentences=(*self.sentences[:rows], *last))


@attrs.frozen(slots=False)
class TableBlock:
    """A table with what stands below it.

    Attributes:
        key: a name that stays the same whatever the table holds.
        table: the table; each row cites its records.
        by: how the rows that are shown are sorted, where not as the table has them.
        which: which rows are shown where not all are.
        most: how many rows are shown, the first of the table; None for all.
    """

    key: str
    table: Table[Any]
    by: Callable[[Any], Any] | None = None
    which: str = ""
    most: int | None = None

    def cut(self, rows: int | None) -> "TableBlock":
        """The same, of which so many rows are shown."""
        return attrs.evolve(self, most=rows)

    @cached_property
    def shown(self) -> tuple[Any, ...]:
        """The rows that are shown."""
        first = tuple(self.table.rows[: self.most])
        return first if self.by is None else tuple(sorted(first, key=self.by))

    @property
    def left(self) -> int:
        """How many rows are not shown."""
        return len(self.table) - len(self.shown)

    @cached_property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The text of the cells of each row that is shown; of many values in one, the first."""
        return tuple(self.table.cells(row, in_cell(self.most)) for row in self.shown)

    @cached_property
    def _basis(self) -> Cited:
        """What was counted among, put together once for all that is told of the table."""
        return Cited(lambda: self.table.basis)

    @cached_property
    def _behind(self) -> tuple[Cited, ...]:
        """What each row that is shown rests on, gathered once for all that is told of it.

        Gathered again for its key and for the denominator it takes 40 ms more of a report.
        """
        return tuple(map(_behind, self.shown))

    @cached_property
    def rows(self) -> tuple[Statement, ...]:
        """Each row that is shown as a statement.

        A row that counts cites what it counts, and the table's basis as that among which
        it does.
        """
        told: Counter[str] = Counter()
        statements = []
        for row, cells, behind in zip(self.shown, self.cells, self._behind, strict=True):
            counts = getattr(row, "counts", False)
            name = cells[0] if counts else _about(row, behind)
            told[name] += 1
            key = f"{self.key}/{name}#{told[name]}"
            among = self._basis if counts else ()
            statements.append(Statement(key, " | ".join(cells), behind, among))
        return tuple(statements)

    @cached_property
    def below(self) -> tuple[Statement, ...]:
        """How many rows are not shown, then the denominator, the key to marks and the notes.

        The denominator and the notes rest on the rows that are shown and on what was counted
        among: to gather what others rest on would take longer than all the rest of a report.
        """
        table = self.table
        which = f" Shown are {self.which}." if self.which else ""
        left = f"{more(len(self.shown), len(table))}{which}" if self.left else ""
        counted = f"{table.denominator[:1].upper()}{table.denominator[1:]}."
        cites = Cited(*self._behind)
        behind = Cited(cites, self._basis)
        of = [Statement(f"{self.key}/of", counted, cites, self._basis)]
        notes = (
            Statement(f"{self.key}/note/{_topic(note.text)}", note.text, note.records, behind)
            for note in table.notes
        )
        keys = (Statement(f"{self.key}/key/{n}", line) for n, line in enumerate(table.key))
        return (
            *([Statement(f"{self.key}/more", left)] if left else ()),
            *(of if table.denominator else ()),
            *keys,
            *notes,
        )


def _behind(row: Any) -> Cited:
    return Cited(lambda: row.records)


def _topic(text: str) -> str:
    """What a note is about, without the figures in brackets."""
    return text.partition("(")[0].strip()


def _about(row: Any, behind: Cited) -> str:
    """What tells a row from others: the record it is about, and those behind it."""
    record = getattr(row, "record", None)
    told = "+".join(sorted(one.id for one in behind.once))
    return told if record is None else f"{record.id}/{told}"


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
        records: to how many records a note leads; None for all.
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
    records: int | None = None
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


def told_of(record: Record) -> str:
    """Where a record comes from, as the list of records tells it."""
    told = [record.where, "inferred" if record.basis.value == "inferred" else ""]
    return ", ".join(filter(None, told))


def kind_of(record: Record) -> str:
    """What people call the record's kind, as the beginning of a line."""
    words = kind_words(type(record).kind)
    return words[0].upper() + words[1:]
