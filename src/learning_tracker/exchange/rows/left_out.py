"""The rows of a sheet that were left out, as a sheet of the same layout with the reasons."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from learning_tracker.errors import MissingExtra
from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.mappings.sheet_columns import WHAT_IS_WRONG, SheetColumns
from learning_tracker.exchange.rows.cell_readers import NOT_READ
from learning_tracker.exchange.sheets.sheet import Sheet, Unreadable, Value
from learning_tracker.tables.values import guarded

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Rows = Iterable[tuple[Sequence[Value], str]]
"""The cells of rows, each with the reasons why it was left out."""

_LONGEST_REASON = 2_000
_DAY, _MOMENT, _TIME = "d mmmm yyyy", "d mmmm yyyy hh:mm:ss", "hh:mm:ss"


def left_out(sheet: Sheet, heading_row: int, rows: Rows, ending: str) -> bytes:
    """The content of a file with these rows, that the same mapping reads once they are mended.

    Args:
        sheet: the sheet from which they come.
        heading_row: the row in which its headings stand, and are to stand.
        rows: the rows.
        ending: ".xlsx", ".csv" or ".tsv": the sort of file, that of the sheet.

    Raises:
        MissingExtra: it is a workbook, and XlsxWriter is not installed.
    """
    kept = [
        place
        for place, one in enumerate(sheet.headings)
        if folded(one.text) != folded(WHAT_IS_WRONG)  # of an earlier time
    ]
    headings = [*(sheet.headings[place].text for place in kept), WHAT_IS_WRONG]
    cells = [
        [*(_written(values[place]) for place in kept), why[:_LONGEST_REASON]]
        for values, why in rows
    ]
    if ending == ".xlsx":
        return _workbook(sheet.name, heading_row, headings, cells)
    if not was_left_out(sheet):  # else they are guarded already
        cells = [[guarded(one) if isinstance(one, str) else one for one in row] for row in cells]
    return _delimited(heading_row, headings, cells, "\t" if ending == ".tsv" else ",")


def _written(value: Value) -> Value:
    return NOT_READ if isinstance(value, Unreadable) else value


def _delimited(
    heading_row: int, headings: list[str], cells: list[list[Value]], between: str
) -> bytes:
    content = io.StringIO(newline="")
    content.write("\r\n" * (heading_row - 1))
    writer = csv.writer(content, delimiter=between)
    writer.writerow(headings)
    writer.writerows(cells)
    return content.getvalue().encode("utf-8-sig")


def was_left_out(sheet: Sheet) -> bool:
    """Whether a sheet holds rows that were left out, so that its texts in CSV are guarded."""
    return not sheet.name and SheetColumns(sheet).tells_what_is_wrong


def _workbook(name: str, heading_row: int, headings: list[str], cells: list[list[Value]]) -> bytes:
    try:
        import xlsxwriter  # noqa: PLC0415 - only who leaves rows of workbooks out needs it
    except ImportError as error:
        package, extra = "xlsxwriter", "excel"
        raise MissingExtra(package, extra) from error
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        page = made.add_worksheet(name)
        forms = {one: made.add_format({"num_format": one}) for one in (_DAY, _MOMENT, _TIME)}
        bold = made.add_format({"bold": True, "text_wrap": True})
        page.set_column(0, len(headings) - 1, 24)
        page.freeze_panes(heading_row, 0)
        for place, heading in enumerate(headings):
            page.write_string(heading_row - 1, place, heading, bold)
        for number, row in enumerate(cells, heading_row):
            for place, value in enumerate(row):
                if value is not None:
                    write, form = _writer(page, value)
                    write(number, place, value, *([forms[form]] if form else []))
    return content.getvalue()


def _writer(page: "Worksheet", value: Value) -> tuple[Callable[..., object], str]:
    """How a value is written, so that text stays text; and the format of its cell."""
    match value:
        case bool():
            return page.write_boolean, ""
        case int() | float():
            return page.write_number, ""
        case dt.datetime():
            return page.write_datetime, _MOMENT if value.time() != dt.time() else _DAY
        case dt.date():
            return page.write_datetime, _DAY
        case dt.time():
            return page.write_datetime, _TIME
        case _:
            return page.write_string, ""
