"""A document as plain text of at most a hundred columns."""

import textwrap
from collections.abc import Iterator

import attrs

from learning_tracker.kinds import Record
from learning_tracker.reports.document import (
    Block,
    Bullets,
    Document,
    Section,
    Statement,
    TableBlock,
    kind_of,
    told_of,
)
from learning_tracker.reports.notes import Led, Note, Notes, runs
from learning_tracker.tables import LINE
from learning_tracker.tables.drawing import drawn, filled, is_line

BEHIND = (
    "This is page one. The whole report, which the same command gives without --page-one, has the "
    "tables behind it and leads every figure to its records."
)
"""What stands at the end of page one where it stands alone."""


def to_text(document: Document) -> str:
    """The document as text: page one, the tables behind it, the notes and the records."""
    notes = Notes(document)
    parts = [
        _heading(document.title, "="),
        *(_paragraph([one], notes) for one in (*document.about, *document.first)),
        *(part for section in document.sections for part in _section(section, notes)),
        _heading("Notes", "-"),
        *([_wrapped(notes.told, "")] if notes.told else ()),
        *_notes(notes),
        _heading("Records", "-"),
        *_records(notes),
    ]
    return "\n\n".join(parts) + "\n"


def page_one(document: Document) -> str:
    """Page one alone as text, without the notes that lead to the records."""
    notes = Notes(attrs.evolve(document, about=(), first=(), page_one=(), behind=()))  # none
    parts = [
        _heading(document.title, "="),
        *(_paragraph([one], notes) for one in (*document.about, *document.first)),
        *(part for section in document.page_one for part in _section(section, notes)),
        _wrapped(BEHIND, ""),
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
    table = block.table
    body = filled(table.empty)
    if block.shown:
        rows = zip(block.cells, block.rows, strict=True)
        noted = [(*cells, notes.mark(one)) for cells, one in rows]
        body = drawn((*table.headings, "Note"), noted, (*table.sides(block.shown), "left"))
    return f"{filled(table.caption)}\n\n{body}"


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

    >>> leads_to(Note(Led((3,)), Led((1, 2, 3), more=4000)))
    'record 3, among records 1 to 3 and 4,000 more'
    """
    cites, among = (_records_numbered(led) for led in (note.cites, note.among))
    if cites and among:
        return f"{cites}, among {among}"
    return cites or f"none among {among}"


def _records_numbered(led: Led) -> str:
    if not led:
        return ""
    more = f" and {led.more:,} more" if led.more else ""
    return f"record{'s' if len(led.numbers) > 1 else ''} {ranges(led.numbers)}{more}"


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
