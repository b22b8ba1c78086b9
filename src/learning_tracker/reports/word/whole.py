"""The whole report: page one, the tables behind it, the notes and the records."""

from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter

from docx.oxml.ns import qn

from learning_tracker.reports.document import Block, Bullets, Document, Section, TableBlock
from learning_tracker.reports.notes import Notes
from learning_tracker.reports.word.elements import Element, paragraph, run
from learning_tracker.reports.word.package import blank, content, head_and_foot
from learning_tracker.reports.word.paper import Paper, lain, section_end
from learning_tracker.reports.word.pictures import Pictures
from learning_tracker.reports.word.references import references
from learning_tracker.reports.word.sentences import paragraph_of
from learning_tracker.reports.word.tables import is_wide, table

Stretch = tuple[Paper, list[Element]]
"""Pages between two turns of the paper, as what they hold."""


def whole(document: Document) -> bytes:
    """A document as the content of a Word file."""
    file = blank(document)
    head, foot = head_and_foot(file, document)
    *others, (paper, last) = _stretches(document, Pictures(file.part))
    ended = (_ended(held, section_end(lies, head, foot)) for lies, held in others)
    body = [one for held in ended for one in held]
    return content(file, [*body, *last, section_end(paper, head, foot)])


def _stretches(document: Document, pictures: Pictures) -> Iterator[Stretch]:
    """Page one, which ends its page; what is behind it, by how its paper lies."""
    notes = Notes(document)
    page_one = (_section(one, notes, pictures, Paper.UPRIGHT) for one in document.page_one)
    yield Paper.UPRIGHT, [*_before(document, notes), *chain.from_iterable(page_one)]
    lies = lain([_is_wide(one, notes) for one in document.behind])
    behind = (
        (paper, one)
        for paper, part in zip(lies, document.behind, strict=True)
        for one in _section(part, notes, pictures, paper)
    )
    after = ((Paper.UPRIGHT, one) for one in references(notes))
    for paper, held in groupby(chain(behind, after), itemgetter(0)):
        yield paper, [one for _, one in held]


def _before(document: Document, notes: Notes) -> Iterator[Element]:
    yield paragraph("Title", [run(document.title)])
    yield paragraph_of("Subtitle", document.about, notes)
    for one in document.first:
        yield paragraph_of("ReadFirst", [one], notes)


def _is_wide(part: Section, notes: Notes) -> bool:
    return any(
        is_wide(one, notes, Paper.UPRIGHT.room)
        for one in part.blocks
        if isinstance(one, TableBlock)
    )


def _section(part: Section, notes: Notes, pictures: Pictures, paper: Paper) -> Iterator[Element]:
    yield paragraph("Heading1", [run(part.heading)])
    for block in part.blocks:
        yield from _block(block, notes, pictures, paper)


def _block(block: Block, notes: Notes, pictures: Pictures, paper: Paper) -> Iterator[Element]:
    if isinstance(block, TableBlock):
        yield from pictures.of(block.table.chart)
        yield from table(block, notes, paper.room)
    elif isinstance(block, Bullets):
        for one in block.sentences:
            yield paragraph_of("ListBullet", [one], notes)
    else:
        yield paragraph_of("Normal", block.sentences, notes)


def _ended(held: list[Element], end: Element) -> list[Element]:
    """What a stretch holds, its end in the last paragraph: one of its own might begin a page."""
    if held[-1].tag != qn("w:p"):
        held.append(paragraph("SectionEnd"))
    properties, *_ = held[-1]
    properties.append(end)
    return held
