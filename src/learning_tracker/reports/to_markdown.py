"""A document as Markdown, with everything that Markdown would read as its own escaped."""

import re
from collections.abc import Iterator

from learning_tracker.reports.document import (
    Block,
    Bullets,
    Document,
    Section,
    TableBlock,
)
from learning_tracker.reports.notes import Notes
from learning_tracker.reports.to_text import described, leads_to

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~&:])")


def to_markdown(document: Document) -> str:
    """The document as Markdown: page one, the tables behind it, the notes and the records."""
    notes = Notes(document)
    parts = [
        f"# {escaped(document.title)}",
        *(escaped(notes.noted(one)) for one in (*document.about, *document.first)),
        *(part for section in document.sections for part in _section(section, notes)),
        "## Notes",
        *([escaped(notes.told)] if notes.told else ()),
        *(f"\\[{number}\\] {leads_to(one)}" for number, one in enumerate(notes.notes, 1)),
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
        yield _table(block, notes) if block.table else escaped(block.table.empty)
        for sentence in block.below:
            yield escaped(notes.noted(sentence))
    elif isinstance(block, Bullets):
        yield "\n".join(f"- {escaped(notes.noted(one))}" for one in block.sentences)
    else:
        yield " ".join(escaped(notes.noted(one)) for one in block.sentences)


def _table(block: TableBlock, notes: Notes) -> str:
    marked = ((*row, notes.mark(one)) for row, one in zip(block.cells, block.rows, strict=True))
    rows = [(*block.table.headings, "Note"), *marked]
    lines = [f"| {' | '.join(map(escaped, row))} |" for row in rows]
    rule = f"|{' --- |' * len(rows[0])}"
    return "\n".join([lines[0], rule, *lines[1:]])
