"""A report as its readers hold it: printed as text, Markdown, HTML or JSON, or in Word."""

from pathlib import Path

import attrs

from learning_tracker.files import replace_file
from learning_tracker.reports.document import Document
from learning_tracker.reports.to_html import to_html
from learning_tracker.reports.to_json import to_json
from learning_tracker.reports.to_markdown import to_markdown
from learning_tracker.reports.to_text import page_one, to_text
from learning_tracker.reports.to_word import to_word


@attrs.frozen(repr=False)
class Report:
    """A report; `print` it, or turn it into a file.

    Attributes:
        document: the sections, sentences and tables it is made of.
        warnings: what to see to before it is handed on, a sentence each.
    """

    document: Document
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        return to_text(self.document)

    def __repr__(self) -> str:
        return f"<Report: {self.document.title}>"

    def _repr_html_(self) -> str:
        return self.to_html()

    def page_one(self) -> str:
        """Page one alone as text, without the notes; its last line says what else there is."""
        return page_one(self.document)

    def to_markdown(self) -> str:
        """The report in Markdown, with numbered notes."""
        return to_markdown(self.document)

    def to_html(self, *, figures: bool = True) -> str:
        """The report as one HTML page that needs nothing else, with links to its records.

        Args:
            figures: whether charts stand before their tables; they need matplotlib, without
                which the tables stand alone.
        """
        return to_html(self.document, figures=figures)

    def to_json(self) -> str:
        """The report as JSON: sections, sentences, rows, and the ids of the records behind each."""
        return to_json(self.document)

    def to_word(self, path: str | Path) -> None:
        """Write the report into a Word file (.docx), in place of what it held.

        Page one is the first page; behind it stand the tables, the notes to which every figure
        leads, and the records to which they lead. The file is written whole or not at all.

        Raises:
            MissingExtra: python-docx is not installed.
            StoreProblem: the file cannot be written.
        """
        replace_file(Path(path), self.as_word())

    def as_word(self) -> bytes:
        """The content of that Word file; the same report is the same bytes.

        Raises:
            MissingExtra: python-docx is not installed.
        """
        return to_word(self.document)
