"""The flat tables as files in a folder, for spreadsheets and for programs.

The folder is made whole or not at all, and readable by its owner only.
"""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import attrs

from learning_tracker.errors import MissingExtra, UnknownChoice
from learning_tracker.files import new_folder
from learning_tracker.flat.contents import Content, contents, must_not_be_public
from learning_tracker.flat.rows import Cell
from learning_tracker.flat.shapes import Sort
from learning_tracker.tables.values import guarded
from learning_tracker.view import View

FORMATS = ("csv", "parquet")


def write_tables(view: View, folder: Path, form: str = "csv") -> tuple[Path, ...]:
    """Write every table of a view into a new folder, a file each.

    CSV is written in UTF-8 with a mark at its beginning, by which Excel knows it. A text that
    a spreadsheet would take for a formula has an apostrophe before it (see
    `tables.values.guarded`); in Parquet none has.

    Args:
        view: the records, as at its date.
        folder: where the files go; it must not be there yet, or be empty.
        form: "csv" or "parquet".

    Returns:
        the files.

    Raises:
        UnknownChoice: there is no such format.
        WouldOverwrite: the folder is there and holds something, or is none.
        MissingExtra: pyarrow is not installed, and Parquet is asked for.
        StoreProblem: it cannot be written; nothing is.
        KeptBack: the view is for the public.
    """
    must_not_be_public(view)
    if form not in FORMATS:
        raise UnknownChoice("format of tables", form, FORMATS)
    write = _csv_file if form == "csv" else _ParquetFile(_pyarrow())
    names = [f"{one.name}.{form}" for one in contents(view)]
    with new_folder(folder) as made:
        for name, content in zip(names, contents(view), strict=True):
            write(made / name, content)
    return tuple(folder / name for name in names)


def _csv_file(path: Path, content: Content) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in content.columns])
        writer.writerows(map(_csv_cell, row) for row in content.rows)


def _csv_cell(value: Cell) -> str | int | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else value


@attrs.frozen
class _ParquetFile:
    """Writes Parquet by way of pyarrow."""

    arrow: Any

    def __call__(self, path: Path, content: Content) -> None:
        """Write a file with a column of its type for each of the content's."""
        from pyarrow import parquet  # noqa: PLC0415 - only who asks for Parquet needs it

        rows = list(content.rows)
        columns = {
            column.name: self.arrow.array([row[place] for row in rows], self._type(column.sort))
            for place, column in enumerate(content.columns)
        }
        parquet.write_table(self.arrow.table(columns), path)

    def _type(self, sort: Sort) -> object:
        types = {
            Sort.TEXT: self.arrow.string,
            Sort.JSON: self.arrow.string,
            Sort.WHOLE: self.arrow.int64,
            Sort.NUMBER: self.arrow.float64,
            Sort.DAY: self.arrow.date32,
            Sort.TRUTH: self.arrow.bool_,
        }
        return types[sort]()


def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: PLC0415, ICN001 - only who asks for Parquet needs it
    except ImportError as error:
        package, extra = "pyarrow", "parquet"
        raise MissingExtra(package, extra) from error
    return pyarrow
