"""A document as Markdown, with everything that Markdown would read as its own escaped."""

import re
from collections.abc import Iterator
from typing import Any

from learning_tracker.reports.document import (
    Block,
    Bullets,
    Document,
    Notes,
    Section,
    Sentence,
    TableBlock,
    cites,
)
from learning_tracker.reports.to_text import described, ranges
from learning_tracker.tables import Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~&:])")


def to_markdown(document: Document) -> str:
    """The document as Markdown: page one, the tables behind it, the notes and the records."""
    notes = Notes(document)
    parts = [
        f"# {escaped(document.title)}",
        *(_noted(one, notes) for one in (*document.about, *document.first)),
        *(part for section in document.sections for part in _section(section, notes)),
        "## Notes",
        *(f"\\[{number}\\] records {ranges(one)}" for number, one in enumerate(notes.notes, 1)),
        "## Records",
        *(f"{number}\\. {escaped(described(one))}" for number, one in enumerate(notes.records, 1)),
    ]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Text on one line in which no character means anything to Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _section(section: Section, notes: Notes) -> Iterator[str]:
    yield f"## {escaped(section.heading)}"
    for block in section.blocks:
        yield from _block(block, notes)


def _block(block: Block, notes: Notes) -> Iterator[str]:
    if isinstance(block, TableBlock):
        yield f"**{escaped(block.table.caption)}**"
        yield _table(block.table, notes) if block.table else escaped(block.table.empty)
        for sentence in block.below:
            yield _noted(sentence, notes)
    elif isinstance(block, Bullets):
        yield "\n".join(f"- {_noted(one, notes)}" for one in block.sentences)
    else:
        yield " ".join(_noted(one, notes) for one in block.sentences)


def _table(table: Table[Any], notes: Notes) -> str:
    rows = [(*table.headings, "Note"), *((*table.cells(row), _note(row, notes)) for row in table)]
    lines = [f"| {' | '.join(map(escaped, row))} |" for row in rows]
    rule = f"|{' --- |' * (len(table.headings) + 1)}"
    return "\n".join([lines[0], rule, *lines[1:]])


def _note(row: Any, notes: Notes) -> str:
    number = notes.number(cites(row))
    return "" if number is None else f"[{number}]"


def _noted(sentence: Sentence, notes: Notes) -> str:
    number = notes.number(sentence.cites)
    return escaped(sentence.text + ("" if number is None else f" [{number}]"))
