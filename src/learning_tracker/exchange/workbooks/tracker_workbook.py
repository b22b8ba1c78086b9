"""The whole tracker as a workbook that can be edited and imported again.

A sheet for each kind that has records, with a column for each field; a sheet of its own for
rows that a record holds; a first sheet that says how; and a hidden one for the way back.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path

from learning_tracker.codec.writing import CATTRS
from learning_tracker.dates import When
from learning_tracker.errors import StoreProblem, TooLongForSheet, WouldOverwrite
from learning_tracker.exchange.sheets.marked_sheets import MARK
from learning_tracker.exchange.sheets.writing import (
    LONGEST_TEXT,
    MOST_ROWS,
    Cell,
    GridSheet,
    SheetColumn,
    TextSheet,
    length,
    workbook,
)
from learning_tracker.exchange.workbooks.export_mark import mark_sheet
from learning_tracker.exchange.workbooks.field_cells import CellColumn
from learning_tracker.exchange.workbooks.record_layouts import RowList, id_column, layout_of
from learning_tracker.files import replace_file
from learning_tracker.flat.contents import must_not_be_public
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import Link, Links, link_named
from learning_tracker.view import View
from learning_tracker.wording import either

HOW = "How to"
_LONGEST_NAME = 31  # what Excel allows
_LONGEST_LIST = 300  # ids; in a longer list nobody finds any
_SPARE = 200

_GUIDE = (
    "The tracker as a workbook",
    "Each sheet holds the records of one kind, a row for each; a heading is the name of a field.",
    "Change cells, add rows (give each an id that nothing else has, or leave it empty), and save.",
    "Several ids or texts go into one cell, one to a line (Alt and Enter); pairs as name: value.",
    "Dates are written 2025-02-14, 2025-02, 2025 or 2025-01/2025-03. Other records go by their id.",
    "Bring it back with: learning-tracker import FILE WORKBOOK. It shows what would change first.",
)
_DATES = "2025-02-14, or as much as is known: 2025-02, 2025, or 2025-01/2025-03"


def tracker_workbook(records: Iterable[Record]) -> bytes:
    """The bytes of an .xlsx file with these records; the same records give the same bytes.

    Raises:
        TooLongForSheet: a text is longer than a cell can be, or there are too many rows.
        MissingExtra: XlsxWriter is not installed.
    """
    held = sorted(records, key=attrgetter("kind", "id"))
    sheets = [*_Sheets(held).all(), mark_sheet(held)]
    if too_long := [*_too_long(sheets)]:
        raise TooLongForSheet(too_long)
    return workbook(_GUIDE[0], TextSheet(HOW, _GUIDE), *sheets)


def write_tracker(view: View, path: Path, *, whole: bool) -> None:
    """Write a tracker into a new workbook, readable by its owner only.

    Args:
        view: the records, as at its date.
        path: the .xlsx file.
        whole: whether those are written too that are not seen on that date.

    Raises:
        KeptBack: the view is for the public.
        WouldOverwrite: there is such a file.
        TooLongForSheet: a text is longer than a cell can be, or there are too many rows.
        StoreProblem: it cannot be written, or its name does not end in .xlsx.
        MissingExtra: XlsxWriter is not installed.
    """
    must_not_be_public(view)
    network = view.network
    held = (network[one] for one in network) if whole else view.values()
    write_workbook(path, tracker_workbook(held))


def write_workbook(path: Path, content: bytes) -> None:
    """Write a workbook into a new file, readable by its owner only.

    Raises:
        WouldOverwrite: there is such a file; it may hold what somebody filled in.
        StoreProblem: it cannot be written, or its name does not end in .xlsx.
    """
    if path.suffix.lower() != ".xlsx":
        raise StoreProblem(path, "written", "a workbook's name ends in .xlsx; name it so")
    if os.path.lexists(path):
        raise WouldOverwrite(path)
    replace_file(path, content)


def sheet_names() -> Mapping[tuple[type[Record], str], str]:
    """The name of each sheet, by kind and field of rows; "" for the records themselves."""
    names: dict[tuple[type[Record], str], str] = {}
    taken = {HOW.casefold(), MARK, "lists", "history"}  # Excel keeps "history" for itself
    for kind in kinds().values():
        for field in ("", *(one.field for one in layout_of(kind).lists)):
            name = f"{kind.kind} {field}".strip()[:_LONGEST_NAME]
            while name.casefold() in taken:
                name = f"{name[: _LONGEST_NAME - 1]}_"
            taken.add(name.casefold())
            names[kind, field] = name
    return names


class _Sheets:
    """Makes the sheets of records."""

    def __init__(self, records: list[Record]) -> None:
        self.names = sheet_names()
        self.by_kind: dict[type[Record], list[Record]] = {}
        for one in records:
            self.by_kind.setdefault(type(one), []).append(one)

    def all(self) -> Iterator[GridSheet]:
        for kind in kinds().values():
            if held := self.by_kind.get(kind):
                layout = layout_of(kind)
                yield self._of_records(kind, held, layout.columns)
                for rows in layout.lists:
                    yield self._of_rows(kind, held, rows)

    def _of_records(
        self, kind: type[Record], held: list[Record], columns: tuple[CellColumn, ...]
    ) -> GridSheet:
        return GridSheet(
            self.names[kind, ""],
            tuple(self._column(kind, one) for one in columns),
            tuple(_cells(columns, layout_of(kind).body(record)) for record in held),
            spare=_SPARE,
            kept=1,
        )

    def _of_rows(self, kind: type[Record], held: list[Record], rows: RowList) -> GridSheet:
        owner = SheetColumn(kind.kind, 24, hint=f"The id of the {kind.kind} that the row is of.")
        columns = tuple(_plain_column(one, _width(one)) for one in rows.columns)
        cells = tuple(
            (id_column().written(record.id), *_cells(rows.columns, row))
            for record in held
            for row in CATTRS.unstructure(getattr(record, rows.field))
        )
        return GridSheet(
            self.names[kind, rows.field], (owner, *columns), cells, spare=_SPARE, kept=1
        )

    def _column(self, kind: type[Record], column: CellColumn) -> SheetColumn:
        if not column.field.mark(Links):
            return _plain_column(column, _width(column))
        link = link_named(kind, column.path[0])
        ids = self._ids_for(link)
        sheets = [self.names[one, ""] for one in kinds().values() if link.admits(one)]
        told = "One id to a line" if link.many else "One id"
        hint = f"{told}, from the sheet {either(sheets)}."
        choices = () if link.many or len(ids) > _LONGEST_LIST else ids
        return SheetColumn(column.heading, 28, choices=choices, or_others=True, hint=hint)

    def _ids_for(self, link: Link) -> tuple[str, ...]:
        return tuple(
            one.id for kind, held in self.by_kind.items() if link.admits(kind) for one in held
        )


def _cells(columns: tuple[CellColumn, ...], body: Mapping[str, object]) -> tuple[Cell, ...]:
    return tuple(one.written(body.get(one.heading, one.left_out)) for one in columns)


def _plain_column(column: CellColumn, width: int) -> SheetColumn:
    hint = _DATES if column.core is When else ""
    is_number = column.core in {int, float}
    return SheetColumn(column.heading, width, choices=column.words, hint=hint, number=is_number)


def _width(column: CellColumn) -> int:
    if column.path == ("id",):
        return 24
    if column.core is When or column.words:
        return 16
    return 10 if column.core in {int, float} else 40


def _too_long(sheets: Iterable[GridSheet]) -> Iterator[str]:
    """Whatever a workbook cannot hold whole, in words."""
    for sheet in sheets:
        if len(sheet.rows) >= MOST_ROWS:
            yield f"{sheet.name} has {len(sheet.rows):,} rows, and a sheet at most {MOST_ROWS:,}"
        for row in sheet.rows:
            for column, cell in zip(sheet.columns, row, strict=True):
                if isinstance(cell, str) and length(cell) > LONGEST_TEXT:
                    yield f"{column.heading} of {row[0]} has {length(cell):,} characters"
