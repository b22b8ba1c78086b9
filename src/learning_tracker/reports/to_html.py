"""A document as one HTML page: no script, nothing from elsewhere, everything escaped."""

from functools import cache
from typing import TYPE_CHECKING, Any

from learning_tracker.errors import MissingExtra
from learning_tracker.reports.document import (
    Bullets,
    Document,
    Paragraph,
    Section,
    TableBlock,
    kind_of,
    told_of,
)
from learning_tracker.reports.notes import Notes, runs
from learning_tracker.tables import Table, to_svg

if TYPE_CHECKING:
    from jinja2 import Template

WIDE = 8
"""A table of as many columns, beside that of its notes, is printed across the page."""


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only HTML needs it

    environment = Environment(
        loader=PackageLoader("learning_tracker.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests |= {
        "a_table": lambda block: isinstance(block, TableBlock),
        "bullets": lambda block: isinstance(block, Bullets),
        "a_paragraph": lambda block: isinstance(block, Paragraph),
        "wide": _is_wide,
    }
    environment.filters |= {"runs": runs, "kind": kind_of, "told": told_of, "css": css_text}
    return environment.get_template("report.html.jinja")


def to_html(document: Document, *, figures: bool = True) -> str:
    """The document as a page in British English, with links from each figure to its records.

    Args:
        document: the document.
        figures: whether the charts of tables are drawn; without matplotlib they are not.
    """
    draw = _drawn if figures else lambda *_: None
    return _template().render(document=document, notes=Notes(document), draw=draw)


def css_text(text: str) -> str:
    r"""A text as it stands between the quotes of a style sheet, which it cannot leave.

    Letters and digits stand for themselves, everything else by its number.

    >>> css_text('Medway "</style>')
    'Medway \\22 \\3c \\2f style\\3e '
    """
    plain = (one.isascii() and (one.isalnum() or one == " ") for one in text)
    return "".join(
        one if itself else f"\\{ord(one):x} " for one, itself in zip(text, plain, strict=True)
    )


def _is_wide(section: Section) -> bool:
    tables = (block.table for block in section.blocks if isinstance(block, TableBlock))
    return any(table and len(table.columns) >= WIDE for table in tables)


def _drawn(table: Table[Any], key: str) -> str | None:
    """The picture of a table; None if it has no chart, or there is nothing to draw it with."""
    try:
        return to_svg(table.chart, key) if table.chart else None
    except MissingExtra:
        return None
