"""A document as one HTML page: no script, nothing from elsewhere, everything escaped."""

from functools import cache
from typing import TYPE_CHECKING

from learning_tracker.reports.document import (
    Bullets,
    Document,
    Notes,
    Paragraph,
    TableBlock,
    kind_of,
    runs,
    told_of,
)

if TYPE_CHECKING:
    from jinja2 import Template


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
    }
    environment.filters |= {"runs": runs, "kind": kind_of, "told": told_of}
    return environment.get_template("report.html.jinja")


def to_html(document: Document) -> str:
    """The document as a page in British English, with links from each figure to its records."""
    return _template().render(document=document, notes=Notes(document))
