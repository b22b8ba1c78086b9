"""Workbooks that this library wrote, as they come back: of a whole tracker, or from a template."""

from collections.abc import Iterable
from pathlib import Path

from learning_tracker.exchange.sheets.marked_sheets import MarkedBook
from learning_tracker.exchange.workbooks.edited_workbook import EditedWorkbook, edited_workbook
from learning_tracker.exchange.workbooks.export_mark import TRACKER
from learning_tracker.exchange.workbooks.filled_template import filled_template
from learning_tracker.exchange.workbooks.template import TEMPLATE
from learning_tracker.kinds import Record


def brought_back(path: Path, held: Iterable[Record]) -> EditedWorkbook:
    """What a workbook says of records.

    Args:
        path: the workbook.
        held: the records of the tracker; a template speaks of some by their names.

    Raises:
        StoreProblem: it cannot be read, is no workbook, or is not to be trusted.
        InvalidData: this library did not write it, or its headings are not whole.
        MissingExtra: openpyxl is not installed.
    """
    book = MarkedBook(path)
    if book.form == TEMPLATE:
        return filled_template(book, held)
    if book.form == TRACKER:
        return edited_workbook(book)
    raise book.refused(
        "the hidden sheet does not say that this is a tracker's workbook or a filled-in template; "
        "another command brings it back"
    )
