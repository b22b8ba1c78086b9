"""Workbooks that are written: their bytes, and what openpyxl reads of them."""

import datetime as dt
import io

import attrs
import openpyxl
import pytest

from learning_tracker.exchange.sheets.writing import GridSheet, SheetColumn, TextSheet, workbook

COLUMNS = (
    SheetColumn("Action", 40),
    SheetColumn("Your colour", open=True, choices=("Green", "Amber", "Red")),
    SheetColumn("New date", open=True, day=True, not_before=dt.date(2026, 1, 1), hint="A day."),
)
ROWS = (("=1+1", "Green", None), ("-5", None, dt.date(2026, 5, 1)), ("_x000D_ @a\tb", "", None))


def _made() -> bytes:
    page = TextSheet("How to", ("What this is", "Fill in the yellow cells."))
    return workbook("Actions", page, GridSheet("Actions", COLUMNS, ROWS, spare=2, protected=True))


def test_text_is_text() -> None:
    """What begins like a formula is read as the text it is."""
    sheet = openpyxl.load_workbook(io.BytesIO(_made()))["Actions"]
    assert [one.value for one in sheet["A"]] == [
        "Action", "=1+1", "-5", "_x000D_ @a\tb", None, None,
    ]  # fmt: skip
    assert {one.data_type for one in sheet["A"][1:4]} == {"s"}
    assert sheet["C3"].value == dt.datetime(2026, 5, 1)  # noqa: DTZ001 - as openpyxl gives days


def test_the_same_sheets_are_the_same_bytes() -> None:
    """Nothing of the moment or the computer is in them."""
    assert _made() == _made()


def test_what_may_be_written_where() -> None:
    """Choices and days are checked as they are written, and the other cells are locked."""
    sheet = openpyxl.load_workbook(io.BytesIO(_made()))["Actions"]
    choice, day = sheet.data_validations.dataValidation
    assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", "Lists!$A$1:$A$3", "B2:B6")
    assert (day.type, str(day.sqref)) == ("date", "C2:C6")
    assert sheet.protection.sheet
    assert [one.protection.locked for one in sheet[6]] == [True, False, False]


def test_a_row_is_as_high_as_its_texts() -> None:
    """Not every program makes room for wrapped text by itself."""
    rows = (("x" * 200, None, None), ("short", None, None), ("x" * 9_000, None, None))
    content = workbook("Actions", GridSheet("Actions", COLUMNS, rows))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Actions"]
    heights = [sheet.row_dimensions[one].height for one in (2, 3, 4)]
    assert heights[0] == pytest.approx(6 * 13.5 + 4, abs=1)
    assert heights[1] in {None, 15}
    assert heights[2] == pytest.approx(409, abs=1)  # more than that no row can have


def test_a_wide_sheet_prints_on_two_pages() -> None:
    """The second begins with a column, and both have the first columns and the headings."""
    sheet = GridSheet("Actions", COLUMNS, ROWS, kept=1, split=2)
    page = openpyxl.load_workbook(io.BytesIO(workbook("Actions", sheet)))["Actions"]
    assert [one.id for one in page.col_breaks.brk] == [2]
    assert (page.print_title_rows, page.print_title_cols) == ("$1:$1", "$A:$A")
    assert page.freeze_panes == "B2"
    assert page.page_setup.scale is None  # as large as it is
    wide = attrs.evolve(sheet, columns=(SheetColumn("Action", 200), *COLUMNS[1:]))
    page = openpyxl.load_workbook(io.BytesIO(workbook("Actions", wide)))["Actions"]
    assert page.page_setup.scale == 63


def test_cells_to_fill_in_are_coloured_by_a_rule() -> None:
    """No cell has a colour of its own: one that has is somebody's word, and is told as such."""
    sheet = openpyxl.load_workbook(io.BytesIO(_made()))["Actions"]
    assert {one.fill.patternType for row in sheet for one in row} == {None}
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["B2:B6", "C2:C6"]
