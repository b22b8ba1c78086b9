"""Tables: a caption above, a row of headings on every page, the first column as row headings."""

from collections.abc import Iterable, Iterator, Sequence

from learning_tracker.queries.counting import plural
from learning_tracker.reports.document import TableBlock
from learning_tracker.reports.notes import Notes
from learning_tracker.reports.word.elements import Element, clean, element, paragraph, run
from learning_tracker.reports.word.sentences import mark, paragraph_of
from learning_tracker.reports.word.widths import wide, widths
from learning_tracker.tables.drawing import sentence

NOTE = "Note"
"""The heading of the last column, which leads to the notes."""

SMALL = 6
"""A table of at most so many rows stays on one page; no row of a longer one stands alone."""


def columns(block: TableBlock, notes: Notes) -> list[tuple[str, ...]]:
    """What the columns of a table hold, each from its heading down; the marks are the last."""
    rows = [(*block.table.headings, NOTE)]
    for cells, statement in zip(block.cells, block.rows, strict=True):
        rows.append((*cells, notes.mark(statement)))
    return list(zip(*rows, strict=True))


def is_wide(block: TableBlock, notes: Notes, room: int) -> bool:
    """Whether a table needs more room than this."""
    return bool(block.table) and wide(columns(block, notes), room)


def table(block: TableBlock, notes: Notes, room: int) -> Iterator[Element]:
    """A table with its caption above and its notes below; without rows, what stands for them."""
    yield paragraph("Caption", [run(block.table.caption)])
    if block.table:
        yield _grid(block, notes, room)
    else:
        yield paragraph("Normal", [run(block.table.empty)])
    for statement in block.below:
        yield paragraph_of("BelowTable", [statement], notes)


def _grid(block: TableBlock, notes: Notes, room: int) -> Element:
    across = widths(columns(block, notes), room)
    headings = [[run(one)] for one in (*block.table.headings, NOTE)]
    return element(
        "tbl",
        _properties(block, sum(across)),
        element("tblGrid", *(element("gridCol", w=width) for width in across)),
        _row(headings, across, "TableHeading", element("tblHeader")),
        *(
            _row(cells, across, "TableText", keep_next=keep)
            for cells, keep in zip(_rows(block, notes), _kept(block), strict=True)
        ),
    )


def _rows(block: TableBlock, notes: Notes) -> Iterator[list[list[Element]]]:
    """What the cells of each row hold."""
    for cells, statement in zip(block.cells, block.rows, strict=True):
        yield [*([run(text)] for text in cells), list(mark(statement, notes))]


def _kept(block: TableBlock) -> Iterator[bool]:
    """Whether each row stays on one page with what follows it."""
    last = len(block.shown) - 1
    for place in range(last + 1):
        if place == last:
            yield bool(block.below)
        else:
            yield last < SMALL or place in {0, last - 1}


def _row(
    cells: Iterable[Iterable[Element]],
    across: Sequence[int],
    style: str,
    *properties: Element,
    keep_next: bool = False,
) -> Element:
    return element(
        "tr",
        element("trPr", element("cantSplit"), *properties),
        *(
            element(
                "tc",
                element("tcPr", element("tcW", w=width, type="dxa")),
                paragraph(style, content, keep_next=keep_next),
            )
            for content, width in zip(cells, across, strict=True)
        ),
    )


def _properties(block: TableBlock, width: int) -> Element:
    return element(
        "tblPr",
        element("tblStyle", val="ReportTable"),
        element("tblW", w=width, type="dxa"),
        element("tblLayout", type="fixed"),
        element(
            "tblLook", val="06A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0,
            noHBand=1, noVBand=1,
        ),
        element("tblCaption", val=clean(block.table.caption)),
        element("tblDescription", val=clean(description(block))),
    )  # fmt: skip


def description(block: TableBlock) -> str:
    """What a table holds, for those who hear it before they go into it."""
    columns = ", ".join((*block.table.headings, NOTE))
    rows = plural(len(block.table), "row")
    if block.left:
        rows = f"{len(block.shown)} of {rows}"
    return f"{rows}. The columns: {columns}. {sentence(block.table.denominator)}".rstrip()
