"""A document as plain text of at most a hundred columns."""

import textwrap
from collections.abc import Iterator
from typing import Any

import attrs

from learning_tracker.kinds import Record
from learning_tracker.reports.document import (
    Block,
    Bullets,
    Document,
    Note,
    Notes,
    Section,
    Statement,
    TableBlock,
    kind_of,
    runs,
    told_of,
)
from learning_tracker.tables import LINE, Column
from learning_tracker.tables.drawing import is_line


def to_text(document: Document) -> str:
    """The document as text: page one, the tables behind it, the notes and the records."""
    notes = Notes(document)
    parts = [
        _heading(document.title, "="),
        *(_paragraph([one], notes) for one in (*document.about, *document.first)),
        *(part for section in document.sections for part in _section(section, notes)),
        _heading("Notes", "-"),
        *_notes(notes),
        _heading("Records", "-"),
        *_records(notes),
    ]
    return "\n\n".join(parts) + "\n"


def _section(section: Section, notes: Notes) -> Iterator[str]:
    yield _heading(section.heading, "-")
    for block in section.blocks:
        yield from _block(block, notes)


def _block(block: Block, notes: Notes) -> Iterator[str]:
    if isinstance(block, TableBlock):
        yield _table(block, notes)
        for sentence in block.below:
            yield _paragraph([sentence], notes)
    elif isinstance(block, Bullets):
        yield "\n".join(_wrapped(f"- {notes.noted(one)}", "  ") for one in block.sentences)
    else:
        yield _paragraph(list(block.sentences), notes)


def _table(block: TableBlock, notes: Notes) -> str:
    """The table alone, with a last column that leads to the notes."""
    marks = {id(row): notes.mark(one) for row, one in zip(block.table, block.rows, strict=True)}
    noted = Column[Any]("note", "Note", lambda row: marks[id(row)])
    columns = (*block.table.columns, noted)
    return str(attrs.evolve(block.table, columns=columns, denominator="", key=(), notes=()))


def _paragraph(sentences: list[Statement], notes: Notes) -> str:
    return _wrapped(" ".join(notes.noted(one) for one in sentences), "")


def _wrapped(text: str, indent: str) -> str:
    if is_line(text, LINE):
        return text
    lines = text.splitlines()
    wrapped = [textwrap.wrap(line, LINE, subsequent_indent=indent) or [""] for line in lines]
    return "\n".join(line for each in wrapped for line in each)


def _heading(text: str, line: str) -> str:
    return f"{text}\n{line * min(len(text), LINE)}"


def _notes(notes: Notes) -> Iterator[str]:
    for number, note in enumerate(notes.notes, 1):
        yield _wrapped(f"[{number}] {leads_to(note)}", "    ")


def leads_to(note: Note) -> str:
    """To which records a note leads.

    >>> leads_to(Note((3,), (1, 2, 3)))
    'record 3, among records 1 to 3'
    """
    cites, among = (_records_numbered(numbers) for numbers in (note.cites, note.among))
    if cites and among:
        return f"{cites}, among {among}"
    return cites or f"none among {among}"


def _records_numbered(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return ""
    return f"record{'s' if len(numbers) > 1 else ''} {ranges(numbers)}"


def ranges(numbers: tuple[int, ...]) -> str:
    """Numbers in rising order, runs of three or more shortened.

    >>> ranges((1, 2, 5, 6, 7, 9))
    '1, 2, 5 to 7, 9'
    """
    return ", ".join(_run(first, last) for first, last in runs(numbers))


def _run(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first} to {last}"


def _records(notes: Notes) -> Iterator[str]:
    for number, record in enumerate(notes.records, 1):
        yield _wrapped(f"{number}. {described(record)}", "    ")


def described(record: Record) -> str:
    """A record as the list of records names it.

    >>> from learning_tracker.records import Theme
    >>> described(Theme(id="theme-fathers", name="Fathers", where="Section Six"))
    'Theme: Fathers (Section Six)'
    """
    told = told_of(record)
    label = " ".join(record.label.split())
    return f"{kind_of(record)}: {label}" + (f" ({told})" if told else "")
