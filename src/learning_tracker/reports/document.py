"""A report as a document: sections of sentences and tables, each with the records behind it.

A report is built once, as this, and then printed in several ways. Every sentence with a
figure and every row of a table cites its records; a printed report numbers these
citations as notes and lists the records once, at its end.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, cast

import attrs

from learning_tracker.kinds import Record, kind_words
from learning_tracker.tables import HasId, Table


@attrs.frozen
class Sentence:
    """A sentence with the records that its figures rest on.

    Attributes:
        key: a name that stays the same whatever the figures are.
        text: the sentence, plain.
        cites: the records behind it; none, if it states no figure.
    """

    key: str
    text: str
    cites: tuple[Record, ...] = ()


@attrs.frozen
class Paragraph:
    """Sentences that run on."""

    sentences: tuple[Sentence, ...]


@attrs.frozen
class Bullets:
    """Sentences that stand one below the other."""

    sentences: tuple[Sentence, ...]


@attrs.frozen
class TableBlock:
    """A table with what stands below it.

    Attributes:
        key: a name that stays the same whatever the table holds.
        table: the table; each row cites its records.
    """

    key: str
    table: Table[Any]

    @property
    def below(self) -> tuple[Sentence, ...]:
        """The denominator, the key to marks and the notes, as sentences."""
        table = self.table
        counted = f"{table.denominator[:1].upper()}{table.denominator[1:]}."
        basis = [Sentence(f"{self.key}/of", counted, once(table.basis))]
        return (
            *(basis if table.denominator else ()),
            *(Sentence(f"{self.key}/key/{n}", line) for n, line in enumerate(table.key)),
            *(
                Sentence(
                    f"{self.key}/note/{note.text.partition('(')[0]}", note.text, once(note.records)
                )
                for note in table.notes
            ),
        )


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
        about: what it is of, for whom, as at which date.
        first: what stands before everything else.
        page_one: the sections of page one.
        behind: the tables and explanations behind page one.
    """

    title: str
    about: tuple[Sentence, ...]
    first: tuple[Sentence, ...]
    page_one: tuple[Section, ...]
    behind: tuple[Section, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        """All its sections in order."""
        return (*self.page_one, *self.behind)

    def citations(self) -> Iterator[tuple[str, str, tuple[Record, ...]]]:
        """Every statement that cites records: its key, its text and the records, in order."""
        for sentence in (*self.about, *self.first):
            yield sentence.key, sentence.text, sentence.cites
        for section in self.sections:
            for block in section.blocks:
                yield from _cited(block)


def _cited(block: Block) -> Iterator[tuple[str, str, tuple[Record, ...]]]:
    if isinstance(block, TableBlock):
        told: Counter[str] = Counter()
        for row in block.table:
            key = f"{block.key}/{'+'.join(sorted(record.id for record in cites(row)))}"
            told[key] += 1
            yield f"{key}#{told[key]}", " | ".join(block.table.cells(row)), cites(row)
    for sentence in block.below if isinstance(block, TableBlock) else block.sentences:
        yield sentence.key, sentence.text, sentence.cites


def cites(row: Any) -> tuple[Record, ...]:
    """The records behind a row, each once."""
    return once(row.records)


def once(records: Iterable[HasId]) -> tuple[Record, ...]:
    """The records, each once, in order: what a table of a report knows by id are records."""
    return tuple({record.id: cast("Record", record) for record in records}.values())


class Notes:
    """The numbers of a document's citations and of the records they lead to.

    Statements that rest on the same records share a note. Numbers are given in the order
    in which the document first cites.

    Attributes:
        notes: for each note, in order, the numbers of its records.
        records: the records cited, in order of their numbers from 1.
    """

    def __init__(self, document: Document) -> None:
        self._notes: dict[tuple[str, ...], int] = {}
        self._records: dict[str, int] = {}
        self.records: list[Record] = []
        self.notes: list[tuple[int, ...]] = []
        for _, _, cited in document.citations():
            self._enter(cited)

    def _enter(self, cited: tuple[Record, ...]) -> None:
        key = tuple(sorted(record.id for record in cited))
        if not key or key in self._notes:
            return
        for record in cited:
            if record.id not in self._records:
                self.records.append(record)
                self._records[record.id] = len(self.records)
        self._notes[key] = len(self._notes) + 1
        self.notes.append(tuple(sorted(self._records[one] for one in key)))

    def number(self, cited: tuple[Record, ...]) -> int | None:
        """The number of the note that leads to these records; None where there are none."""
        return self._notes.get(tuple(sorted(record.id for record in cited)))

    def record(self, number: int) -> Record:
        """The record with a number."""
        return self.records[number - 1]


def told_of(record: Record) -> str:
    """Where a record comes from, as the list of records tells it."""
    told = [record.where, "inferred" if record.basis.value == "inferred" else ""]
    return ", ".join(filter(None, told))


def kind_of(record: Record) -> str:
    """What people call the record's kind, as the beginning of a line."""
    words = kind_words(type(record).kind)
    return words[0].upper() + words[1:]
