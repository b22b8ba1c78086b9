"""Worksheets of .xlsx files, read with openpyxl."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

from learning_tracker.errors import MissingExtra, StoreProblem, UnknownChoice
from learning_tracker.exchange.headings import headings_of
from learning_tracker.exchange.sheet import Row, Sheet, Unreadable, Value


def read_workbook(path: Path, content: bytes, name: str | None, header_row: int) -> Sheet:
    """Read one worksheet; see `reading.read_sheet`."""
    try:
        import openpyxl  # noqa: PLC0415 - only who reads workbooks needs it
    except ImportError as error:
        package, extra = "openpyxl", "excel"
        raise MissingExtra(package, extra) from error
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if name is None:
        if len(book.sheetnames) > 1:
            raise StoreProblem(
                path, "read", f"it has the sheets {', '.join(book.sheetnames)}; name one"
            )
        name = book.sheetnames[0]
    if name not in book.sheetnames:
        raise UnknownChoice("sheet of it", name, book.sheetnames)
    page = book[name]
    page.reset_dimensions()
    rows = [tuple(map(_value, row)) for row in page.iter_rows()]
    top = list(rows[header_row - 1]) if len(rows) >= header_row else []
    while top and top[-1] is None:
        top.pop()
    headings = headings_of(path, header_row, top)
    wide = len(headings)
    found = tuple(
        Row(number, (*row[:wide], *[None] * (wide - len(row))))
        for number, row in enumerate(rows[header_row:], header_row + 1)
        if any(value not in (None, "") for value in row)
    )
    return Sheet(path.name, name, headings, found)


def _value(cell: Any) -> Value:
    value: Value = cell.value
    if cell.data_type == "e":
        return Unreadable(f"it holds the error {value}; mend the formula, or write the value there")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value
